"""The leadership of a BCU."""

from itertools import product

from tests.oracle.fold import State

from .day import Day, Verdicts, field, line

MODEL = {"chief superintendent": 1, "superintendent": 5, "chief inspector": 6}


def _rank(state: State) -> tuple[str | None, str | None]:
    """The unit of a post, and its rank or else its holder's, without "Detective"."""
    if not state.exists:
        return None, None
    rank = state.fields.get("rank") or (state.fields.get("holder") or {}).get("rank") or ""
    return state.fields["unit"], " ".join(word for word in rank.lower().split() if word != "detective")


def not_the_model(day: Day) -> Verdicts:
    found: Verdicts = {}
    posts = [day.seen(("post", slug), _rank) for slug in day.known.subjects("post")]
    units = {slug: day.seen(("unit", slug), field("parent")) for slug in day.known.subjects("unit")}
    for slug in day.known.subjects("unit"):
        is_bcu = [kind == "bcu" for kind in day.seen(("unit", slug), field("unit_type"))]
        if not any(is_bcu):
            continue
        for rank, wanted in MODEL.items():
            few, many = [], []
            for parents in product(*units.values()):
                world = dict(zip(units, parents, strict=True))
                # Posts are what they are whatever the others are, so the fewest and the most are found one by one.
                has = [[_is_of(post, rank, slug, world) for post in each] for each in posts]
                fewest, most = sum(all(each) for each in has), sum(any(each) for each in has)
                few.append((fewest < wanted, most < wanted))
                many.append((most > wanted, fewest > wanted))
            for each in (few, many):
                if any(may for may, _ in each):
                    clash = (("unit", slug),), rank
                    certain = all(is_bcu) and all(sure for _, sure in each)
                    found[clash] = certain or found.get(clash, False)
    return found


def _is_of(post: tuple[str | None, str | None], rank: str, unit: str, world: dict) -> bool:
    of, has = post
    return of is not None and has == rank and unit in line(of, world)
