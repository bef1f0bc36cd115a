"""What a viewer may see of a log, with the versions that they count."""

from collections import Counter

from .changes import Subject, evolve
from .kinds import KINDS

SEE_ALL = ("manager", "member")


def change_id(entry: dict) -> str:
    """The change that an entry starts or amends."""
    return entry["id"] if entry["kind"] in KINDS else entry["change"]


def restricted_now(entries: list[dict]) -> set[str]:
    """Judged by the whole log, whatever the known point."""
    return {change.id for change in evolve(entries).values() if change.restricted}


def visible(entries: list[dict], known: int, role: str) -> list[dict]:
    """The log up to the known point, as if it never held what this viewer may not see."""
    hidden = set() if role in SEE_ALL else restricted_now(entries)
    return recounted([entry for entry in entries[:known] if change_id(entry) not in hidden])


def recounted(entries: list[dict]) -> list[dict]:
    """The same entries; each carries the version that it made of its subject: 1, 2, 3 …"""
    subjects: dict[str, Subject] = {}
    count: Counter[Subject] = Counter()
    answer = []
    for entry in entries:
        if entry["kind"] in KINDS:
            subjects[entry["id"]] = KINDS[entry["kind"]].type, entry["subject"]
        subject = subjects[change_id(entry)]
        count[subject] += 1
        answer.append({**entry, "version": count[subject]})
    return answer


def version(entries: list[dict], subject: Subject) -> int:
    """How many entries of the subject there are."""
    changes = evolve(entries)
    return sum(changes[change_id(entry)].subject == subject for entry in entries)
