"""The words of a kind and of a type of subject, as templates: `domain/kinds/template.py` says how those are written."""

from __future__ import annotations

from functools import cache

import msgspec


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What a kind is called, and the sentence of a change of that kind under each standing."""

    label: str
    """What happens, as lists of kinds and the heading of its form say it: "A site opens"."""
    deed: str
    """The same for a reminder, after "Due in 3 days:": "Opening of {subject}"."""
    done: str
    planned: str
    proposed: str
    withdrawn: str
    retracted: str
    happened: str
    """A heading for what is done: a sentence without its date and its full stop."""
    to_come: str
    """A heading for everything else."""

    def sentence(self, standing: str) -> str:
        """The template of the sentence for a standing."""
        template: str = getattr(self, standing)
        return template

    def heading(self, standing: str) -> str:
        """The template of the heading for a standing."""
        return self.happened if standing == "done" else self.to_come


@cache
def verb(label: str, past: str, infinitive: str, rest: str = "", *, deed: str, who: str = "{subject}") -> Words:
    """The words of what somebody does or undergoes: `who`, a verb in the past and in the infinitive, and the `rest`."""
    return Words(
        label=label,
        deed=deed,
        done=f"{who} {past}{rest} {{when}}.",
        planned=f"{who} {{is}} to {infinitive}{rest} {{when}}.",
        proposed=f"It is proposed that {who} {infinitive}{rest} {{when}}.",
        withdrawn=f"{who} will not {infinitive}{rest}: the plan was withdrawn.",
        retracted=f"“{who} {past}{rest} {{when}}” was struck out: it should never have been recorded.",
        happened=f"{who} {past}{rest}",
        to_come=f"{who} to {infinitive}{rest}",
    )


def passive(label: str, participle: str, rest: str = "", *, deed: str) -> Words:
    """The words of what is done to the subject: "{subject} was sold", with the participle "sold"."""
    return verb(label, f"{{was}} {participle}", f"be {participle}", rest, deed=deed)


def same(label: str, sentence: str, *, deed: str) -> Words:
    """The words of what reads the same under every standing."""
    heading = sentence.removesuffix(".")
    return Words(
        label=label,
        deed=deed,
        done=sentence,
        planned=sentence,
        proposed=sentence,
        withdrawn=sentence,
        retracted=sentence,
        happened=heading,
        to_come=heading,
    )


def statement(of: str) -> Words:
    """The words of what a paper says about a subject without altering it."""
    return same(f"A paper says something about {of}", "{subject}: {text}", deed="{subject}: {text}")


class AmendmentWords(msgspec.Struct, frozen=True, kw_only=True):
    """What a kind of amendment is called, and its sentence."""

    label: str
    """What happens to the change, as lists of kinds and the heading of its form say it: "A proposal is agreed"."""
    sentence: str
    """Of its slots, `now` is the sentence of the change after it, `before` and `after` are the dates, and `claim` is
    what the other paper says."""
    offer: str
    """What the link to its form says."""
    hint: str
    """What its form says first."""


class SubjectType(msgspec.Struct, frozen=True, kw_only=True):
    """A type of subject: what it is called, and the fields of its state."""

    name: str
    label: str
    plural: str = ""
    """Its name in addresses and in the lists of answers."""
    plural_label: str = ""
    fields: dict[str, str] = {}
    """The fields of an item and their labels, in the order in which answers show them."""
    lists: tuple[str, ...] = ()
    """Those that hold a sorted set: never set, they are empty rather than null."""
