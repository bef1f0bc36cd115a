"""The tables of the contract as plain data: what each kind of entry is of, needs, may hold, and does."""

from dataclasses import dataclass, field

# The shapes that a detail can have. The second part says what it may hold or refer to.
TEXT = ("text", None)
NUMBER = ("number", None)
PERSON = ("person", None)
UNNAMED = ("unnamed", "area")
DEPENDS = ("depends", None)


def one_of(*words: str) -> tuple:
    return ("one of", words)


def any_of(*words: str) -> tuple:
    return ("any of", words)


def ref(subject_type: str) -> tuple:
    return ("ref", subject_type)


def refs(subject_type: str) -> tuple:
    return ("refs", subject_type)


@dataclass(frozen=True)
class Kind:
    type: str
    required: dict = field(default_factory=dict)
    optional: dict = field(default_factory=dict)
    does: str = "sets"
    """births | ends | merges | sells | sets | appoints | vacates | states"""
    sets: dict = field(default_factory=dict)
    """Which detail sets which field, for a kind that neither births nor ends."""
    alters: str | None = None
    """The set-valued field that `add` and `end` alter."""

    @property
    def details(self) -> dict:
        return {**self.required, **self.optional}


FUNCTIONS = one_of("neighbourhoods", "response", "investigation", "safeguarding", "headquarters")
USES = any_of(
    "headquarters",
    "control-room",
    "response-base",
    "patrol-base",
    "front-counter",
    "custody",
    "custody-overflow",
    "neighbourhood-base",
    "office",
)
TENURES = one_of("substantive", "acting", "temporary")
STAGES = one_of("engagement", "preparation", "go-live")
UNIT_TYPES = one_of("borough-command", "bcu", "function")
AREA_TYPES = one_of("borough", "ward")
DIRECTIONS = one_of("larger", "smaller")

KINDS = {
    "area-defined": Kind(
        "area", {"name": TEXT, "area_type": AREA_TYPES}, {"parent": ref("area"), "gss_code": TEXT}, "births"
    ),
    "area-ended": Kind("area", does="ends"),
    "unit-established": Kind(
        "unit",
        {"name": TEXT, "unit_type": UNIT_TYPES},
        {"parent": ref("unit"), "areas": refs("area")},
        "births",
    ),
    "unit-renamed": Kind("unit", {"name": TEXT}, sets={"name": "name"}),
    "units-merged": Kind("unit", {"from": refs("unit")}, does="merges"),
    "unit-dissolved": Kind("unit", does="ends"),
    "site-opened": Kind("site", {"name": TEXT}, {"area": ref("area"), "address": TEXT, "uses": USES}, "births"),
    "site-renamed": Kind("site", {"name": TEXT}, sets={"name": "name"}),
    "site-uses-changed": Kind("site", {}, {"add": USES, "end": USES}, alters="uses"),
    "site-closed": Kind("site", does="ends"),
    "site-sold": Kind("site", does="sells"),
    "team-formed": Kind(
        "team",
        {"name": TEXT, "unit": ref("unit"), "function": FUNCTIONS},
        {"site": ref("site"), "covers": refs("area"), "covers_unnamed": UNNAMED, "strength": NUMBER},
        "births",
    ),
    "team-renamed": Kind("team", {"name": TEXT}, sets={"name": "name"}),
    "team-moved": Kind("team", {"to": ref("site")}, sets={"to": "site"}),
    "team-transferred": Kind("team", {"to": ref("unit")}, sets={"to": "unit"}),
    "team-cover-changed": Kind(
        "team",
        {},
        {"add": refs("area"), "end": refs("area"), "covers_unnamed": UNNAMED},
        sets={"covers_unnamed": "covers_unnamed"},
        alters="covers",
    ),
    "team-resized": Kind("team", {}, {"strength": NUMBER, "direction": DIRECTIONS}, sets={"strength": "strength"}),
    "teams-merged": Kind("team", {"from": refs("team")}, does="merges"),
    "team-disbanded": Kind("team", does="ends"),
    "post-created": Kind(
        "post",
        {"title": TEXT, "unit": ref("unit")},
        {"rank": TEXT, "function": FUNCTIONS, "area": ref("area")},
        "births",
    ),
    "leader-appointed": Kind("post", {"person": PERSON, "tenure": TENURES}, {"rank": TEXT}, "appoints"),
    "post-vacated": Kind("post", does="vacates"),
    "post-abolished": Kind("post", does="ends"),
    "milestone-set": Kind(
        "milestone",
        {"title": TEXT},
        {"owner": ref("post"), "depends_on": DEPENDS, "workstream": TEXT, "stage": STAGES},
        "births",
    ),
    **{f"{of}-stated": Kind(of, {"text": TEXT}, does="states") for of in ("area", "unit", "site", "team", "post")},
}

FIELDS = {
    "unit": ("name", "unit_type", "parent", "areas"),
    "site": ("name", "area", "address", "uses"),
    "team": ("name", "unit", "function", "site", "covers", "covers_unnamed", "strength"),
    "post": ("title", "unit", "rank", "function", "area", "holder"),
    "area": ("name", "area_type", "parent", "gss_code"),
    "milestone": ("title", "owner", "depends_on", "workstream", "stage"),
}
LISTS = ("uses", "covers", "areas", "depends_on")
STRUCTURE = {"unit": "units", "site": "sites", "team": "teams", "post": "posts", "area": "areas"}

BASES = {"done": ("done",), "planned": ("done", "planned"), "proposed": ("done", "planned", "proposed")}
STANDINGS = ("proposed", "planned", "done")


@dataclass(frozen=True)
class Amendment:
    required: tuple[str, ...]
    one_or_more: tuple[str, ...]
    standings: tuple[str, ...]
    """The standings that it may act on."""
    becomes: str | None = None
    """The standing that it leaves; None where it leaves the one it found."""


OPEN_STANDINGS = ("proposed", "planned")
UNRETRACTED = (*STANDINGS, "withdrawn")
ANY = (*UNRETRACTED, "retracted")

AMENDMENTS = {
    "change-confirmed": Amendment((), (), ("proposed",), "planned"),
    "change-rescheduled": Amendment(("effective_on", "reason"), (), OPEN_STANDINGS),
    "change-completed": Amendment(("effective_on",), (), OPEN_STANDINGS, "done"),
    "change-withdrawn": Amendment(("reason",), (), OPEN_STANDINGS, "withdrawn"),
    "change-corrected": Amendment(("reason",), ("effective_on", "details", "source"), STANDINGS),
    "change-retracted": Amendment(("reason",), (), UNRETRACTED, "retracted"),
    "claim-recorded": Amendment(("source",), ("effective_on", "details"), UNRETRACTED),
    "claim-dismissed": Amendment(("claim", "reason"), (), UNRETRACTED),
    "change-restricted": Amendment(("reason",), (), ANY),
    "change-released": Amendment(("reason",), (), ANY),
}
