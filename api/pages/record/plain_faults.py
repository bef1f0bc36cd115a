"""What is wrong with an entry, said to the person who filled in a form and not to a program."""

from __future__ import annotations

import re
from typing import NamedTuple

from domain.refusals import MalformedDate, NotYet, Refusal, UnknownSubject

_FAULT = re.compile(
    r"The entry is not well formed: (?P<fault>[^`]*(?:`[^`$]*`[^`]*)*?)(?: - at `(?:key in )?\$\.?(?P<path>[^`]*)`)?\. "
    r"Correct it and send it again\."
)
_INVALID = re.compile(r"Invalid enum value '?(?P<value>[^']*)'?")
_LENGTH = re.compile(r"length (?P<sign><=|>=) (?P<limit>\d+)")
_NUMBER = re.compile(r"`(?:int|float)`")
_MISSING = re.compile(r"missing required field `(?P<name>\w+)`")


class PlainFault(NamedTuple):
    """The field of a form that is at fault ("form" for the whole), and a sentence about it."""

    field: str
    sentence: str


def fault_of_form(refusal: Refusal) -> PlainFault:
    """What a refusal says to someone who filled in a form."""
    if isinstance(refusal, MalformedDate | NotYet):
        return PlainFault("when", str(refusal))
    if isinstance(refusal, UnknownSubject):
        return PlainFault("subject", str(refusal))
    match = _FAULT.search(str(refusal))
    if match is None or not match["path"]:
        return PlainFault("form", in_plain_words(str(refusal)))
    return PlainFault(_field_of(match["path"]), _sentence(match["fault"]))


def in_plain_words(sentence: str) -> str:
    """A sentence in which the place and the type of a fault are put into words, with the name of the field."""
    return _FAULT.sub(_named, sentence)


def _named(match: re.Match[str]) -> str:
    name = (match["path"] or "").rpartition(".")[2]
    return f"“{name}” is wrong. {_sentence(match['fault'])}." if name else f"{_sentence(match['fault'])}."


def _sentence(fault: str) -> str:
    invalid, length, missing = _INVALID.search(fault), _LENGTH.search(fault), _MISSING.search(fault)
    if missing:
        return f"“{missing['name']}” is missing"
    if invalid:
        return f"“{invalid['value']}” is not one of the answers: choose one from the list"
    if "matching regex" in fault:
        return "Choose one from the list, or write an id in small letters, digits and hyphens, 80 at most"
    if length:
        most = f"Write {length['limit']} characters at most"
        return most if length["sign"] == "<=" else "Write something here, or choose from the list"
    if _NUMBER.search(fault):
        return "Write a whole number, such as 60"
    return fault[:1].upper() + fault[1:] if "`" not in fault else "This answer cannot be read: check what it says"


def _field_of(path: str) -> str:
    section, _, name = re.sub(r"\[[^\]]*\]", "", path).rpartition(".")
    if section == "details":
        return f"d-{name}"
    if section == "source":
        return f"source-{name}"
    return {"effective_on": "when"}.get(name, name)
