"""The structure of a day as a tree: commands on the left, posts and functions in the middle, teams with their bases on
the right, and the bases below."""

from __future__ import annotations

from collections.abc import Callable

from api.pages.drawings import svg
from api.pages.drawings.card import GAP, LINE, MARKS, PAD, Card
from api.pages.drawings.marks import Marks
from api.pages.words import labels
from api.pages.words.items import items_of
from api.pages.words.names import Names
from domain.kinds.registry import PLURALS
from domain.kinds.template import enumeration
from projections.questions.structure_items import PostItem, SiteItem, StructureAnswer, TeamItem, UnitItem

Address = Callable[[str, str], str]
"""From a type and an id to the page of that subject."""

WIDTH = 960
_COUNTED = ("unit", "team", "post", "site")


def organisation(answer: StructureAnswer, names: Names, marks: Marks, address: Address, title: str, note: str) -> str:
    """The drawing of a structure, as the API answers it."""
    roots = _roots(answer, names, marks)
    parts: list[str] = []
    top = 4.0
    for root in roots:
        _place(root, top)
        parts += _connect(root)
        parts += _cards(root, address)
        top += root.height + 2.4 * GAP
    bases, top = _bases(answer, marks, address, top)
    parts += bases
    counts = [labels.count_in_words(len(items_of(answer, PLURALS[type_])), type_) for type_ in _COUNTED]
    summary = f"{note} {enumeration(counts)}. All of it stands in the lists under the drawing."
    return svg.drawing(WIDTH, max(top, 40), title, summary, parts, "structure")


def _roots(answer: StructureAnswer, names: Names, marks: Marks) -> list[Card]:
    units = {unit["id"]: unit for unit in answer["units"]}
    cards = {id_: _unit(unit, names, marks, _depth(unit, units)) for id_, unit in units.items()}
    loose: dict[str, Card] = {}
    hanging = [(post["unit"], _post(post, names, marks.of("post", post["id"]))) for post in answer["posts"]]
    hanging += [(team["unit"], _team(team, names, marks.of("team", team["id"]))) for team in answer["teams"]]
    for unit_id, card in hanging:
        home = cards.get(unit_id)
        if home is None:
            home = loose.setdefault(unit_id, _gone(unit_id, names))
        home.children.append(card)
    for id_, unit in units.items():
        if unit["parent"] is not None and not _is_root(unit, units):
            cards[unit["parent"]].children.append(cards[id_])
    roots = [cards[id_] for id_, unit in units.items() if _is_root(unit, units)]
    for card in (*cards.values(), *loose.values()):
        card.children.sort(key=lambda child: (child.type != "post", child.type != "unit", child.title))
    return sorted(roots, key=lambda card: (card.below, card.title)) + list(loose.values())


def _is_root(unit: UnitItem, units: dict[str, UnitItem]) -> bool:
    """Whether a unit stands on the left: it has no parent on this day, or is the first of a circle of parents."""
    chain, parent = [unit["id"]], unit["parent"]
    while parent in units and parent not in chain:
        chain.append(parent)
        parent = units[parent]["parent"]
    return len(chain) == 1 if parent not in units else parent == unit["id"] == min(chain)


def _depth(unit: UnitItem, units: dict[str, UnitItem]) -> int:
    depth = 0
    while not _is_root(unit, units) and unit["parent"] is not None:
        depth, unit = depth + 1, units[unit["parent"]]
    return depth


def _unit(unit: UnitItem, names: Names, marks: Marks, depth: int) -> Card:
    areas = enumeration([names.name_of("area", slug) for slug in unit["areas"]])
    below = [labels.UNIT_TYPES[unit["unit_type"]], *([areas] if areas else [])]
    fill, ink = (svg.INK, "#ffffff") if depth == 0 else ("#d2e2f1", svg.INK)
    return Card("unit", unit["id"], unit["name"], below, min(depth, 1), fill, ink, marks=marks.of("unit", unit["id"]))


def _gone(unit: str, names: Names) -> Card:
    return Card("unit", unit, names.name_of("unit", unit), ["Not in the structure of this day"], 0, svg.PALE)


def _post(post: PostItem, names: Names, marks: list[str]) -> Card:
    holder = post["holder"]
    who = "Vacant"
    if holder is not None:
        rank = f"{holder['rank']} " if holder["rank"] else ""
        acting = "" if holder["tenure"] == "substantive" else f" ({holder['tenure']})"
        who = f"{rank}{names.person(holder['person'])}{acting}"
    return Card("post", post["id"], post["title"], [who], 1, "#1a65a6", "#ffffff", marks=marks)


def _team(team: TeamItem, names: Names, marks: list[str]) -> Card:
    base = f"Based at {names.name_of('site', team['site'])}" if team["site"] else "Base not recorded"
    covers = [names.name_of("area", slug) for slug in team["covers"]]
    if team["covers_unnamed"]:
        count = team["covers_unnamed"]["count"]
        wards = "1 ward" if count == 1 else f"{count or 'some'} wards"
        covers.append(f"{wards} of {names.name_of('area', team['covers_unnamed']['area'])}, not named")
    below = [base, *([f"Covers {enumeration(covers)}"] if covers else [])]
    return Card("team", team["id"], team["name"], below, 2, marks=marks)


def _place(card: Card, top: float) -> None:
    card.y = top + (card.height - card.own_height) / 2
    hanging = sum(child.height + GAP for child in card.children) - GAP
    top += max(0, (card.height - hanging) / 2)
    for child in card.children:
        _place(child, top)
        top += child.height + GAP


def _middle(card: Card) -> float:
    return card.y + card.own_height / 2


def _connect(card: Card) -> list[str]:
    if not card.children:
        return []
    start = card.x + card.width
    bend = start + 20
    bends = (f"V{_middle(child):.1f}H{child.x:.0f}" for child in card.children)
    route = "".join(f"M{start:.0f} {_middle(card):.1f}H{bend:.0f}{rest}" for rest in bends)
    lines = [svg.path(route, fill="none", stroke="#8d9194", stroke_width=1.5)]
    return lines + [line for child in card.children for line in _connect(child)]


def _cards(card: Card, address: Address) -> list[str]:
    return [_box(card, address), *(box for child in card.children for box in _cards(child, address))]


def _box(card: Card, address: Address) -> str:
    height = card.own_height
    _, colour, dashes = MARKS[card.marks[0]] if card.marks else ("", "#8d9194", None)
    border = {"stroke": colour, "stroke_width": 3 if card.marks else 1, "stroke_dasharray": dashes}
    parts = [svg.rect(card.x + 1.5, card.y + 1.5, card.width - 3, height - 3, fill=card.fill, **border)]
    y = card.y + PAD + 12
    for line in card.title_lines:
        parts.append(svg.text(card.x + PAD, y, line, 15, font_weight="bold", fill=card.ink))
        y += LINE
    for line in card.small_lines:
        parts.append(svg.text(card.x + PAD, y, line, 13, fill=card.ink))
        y += LINE
    return svg.link(address(card.type, card.id), *parts)


def _bases(answer: StructureAnswer, marks: Marks, address: Address, top: float) -> tuple[list[str], float]:
    """The bases, three in a row."""
    sites = answer["sites"]
    if not sites:
        return [], top
    parts = [svg.text(0, top + 22, "Sites", 18, font_weight="bold", fill=svg.INK)]
    top += 36
    width = (WIDTH - 2 * 20) / 3
    for start in range(0, len(sites), 3):
        row = [_site(site, answer, marks) for site in sites[start : start + 3]]
        height = max(_site_height(width, lines) for _, lines in row)
        for at, (site, lines) in enumerate(row):
            parts.append(_site_box(at * (width + 20), top, width, height, site, lines, marks, address))
        top += height + GAP
    return parts, top + 4


def _site(site: SiteItem, answer: StructureAnswer, marks: Marks) -> tuple[SiteItem, list[str]]:
    lines = [enumeration([labels.USES[use] for use in site["uses"]]) or "Uses not recorded"]
    teams = [team["name"] for team in answer["teams"] if team["site"] == site["id"]]
    if teams:
        lines.append(enumeration(teams))
    site_marks = marks.of("site", site["id"])
    return site, [*lines, *([" · ".join(MARKS[mark][0] for mark in site_marks)] if site_marks else [])]


def _site_height(width: float, lines: list[str]) -> float:
    return 2 * PAD + LINE * (1 + sum(len(svg.lines(text, width - 2 * PAD, 13, most=3)) for text in lines)) - 4


def _site_box(
    x: float, y: float, width: float, height: float, site: SiteItem, lines: list[str], marks: Marks, address: Address
) -> str:
    site_marks = marks.of("site", site["id"])
    _, colour, dashes = MARKS[site_marks[0]] if site_marks else ("", "#8d9194", None)
    border = {"stroke": colour, "stroke_width": 3 if site_marks else 1, "stroke_dasharray": dashes}
    parts = [svg.rect(x + 1.5, y + 1.5, width - 3, height - 3, fill=svg.PALE, **border)]
    parts.append(svg.text(x + PAD, y + PAD + 12, site["name"], 15, font_weight="bold", fill=svg.INK))
    at = y + PAD + 12 + LINE
    for text in lines:
        for line in svg.lines(text, width - 2 * PAD, 13, most=3):
            parts.append(svg.text(x + PAD, at, line, 13, fill=svg.INK))
            at += LINE
    return svg.link(address("site", site["id"]), *parts)
