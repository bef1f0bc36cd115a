"""Every reason for which an entry is not stored. The docstring of a class is the sentence that people read.

Braces in a sentence are filled from the words that the refusal is raised with.
"""

from __future__ import annotations

from inspect import cleandoc


class Refusal(Exception):
    """The entry was not stored."""

    def __init__(self, **words: object) -> None:
        self.words = words
        super().__init__(" ".join(cleandoc(type(self).__doc__ or "").split()).format(**words))


class Malformed(Refusal):
    """The entry is not well formed: {fault}. Correct it and send it again."""


class MalformedDate(Malformed):
    """The date "{text}" is not an effective date: {fault}. Write 2018-10-01, 2018-10, 2018 or an interval such as
    2021/2023 or 2018-03/.., each date with ~ (approximate) or ? (uncertain) where the paper is."""


class MalformedQuestion(Malformed):
    """The question is not well formed: {fault}."""


class ServerFields(Malformed):
    """The server adds {fields} itself: leave it out. Only an import may carry it."""


class ServersToSay(Malformed):
    """The server records {kind} itself when it does so. Do it, and look at the log."""


class Unknown(Refusal):
    """The entry names something that the log does not know."""


class UnknownSubject(Unknown):
    """No earlier entry names the {type} "{slug}". Record the entry that brings it into being first, or correct the
    name."""


class UnknownPerson(Unknown):
    """No person "{person}" is in the register. Register the person first."""


class UnknownChange(Unknown):
    """No change "{change}" is in this programme. Look its id up in the log."""


class UnknownDependency(Unknown):
    """The name "{name}" is neither a milestone nor a change of this programme. Record it first, or correct the name."""


class UnknownClaim(Unknown):
    """The change "{change}" has no claim "{claim}". Look at the change: each of its claims has an id."""


class UnknownClash(Unknown):
    """No clash "{clash}" with the mark "{mark}" is there now, under any basis. Look at the clashes again: it may have
    been cleared, or have altered."""


class ClashOutOfSight(Malformed):
    """Observers do not see the clash "{clash}", and must not see that it is acknowledged: say "restricted": true."""


class OtherProgramme(Unknown):
    """An entry about the programme has the programme's own id as its subject: "{programme}", not "{slug}"."""


class NotYet(Refusal):
    """Nothing is done before its day: {date} cannot have happened by {day}. Record it as planned."""


class RecordedOutOfTurn(Refusal):
    """The recorded instant {instant} is {fault}. An import may carry past instants, in order, none before the
    programme's last ({last}) and none after now."""


class IdTaken(Refusal):
    """The id "{id}" already stands for another entry of this programme. Use another id."""


class VersionTaken(Refusal):
    """The line says version {said} of its subject, but it would be version {version}: the programme already holds
    other entries. Import into an empty programme, or leave the version out."""


class Stale(Refusal):
    """The subject has changed since you looked: it is at version {version} now. Look at what changed, then send
    the entry again with that version."""


class NotAllowed(Refusal):
    """The change "{change}" is {standing}, so it cannot be {deed}."""


class Impossible(Refusal):
    """The history of the {type} "{slug}" cannot hold this: {fault}."""


class MakesImpossible(Refusal):
    """It would make the change "{other}" impossible: {fault}. Amend "{other}" first."""


class MalformedImport(Refusal):
    """Line {line} was refused, so nothing was imported: {why}"""

    def __init__(self, line: int, cause: Refusal) -> None:
        self.cause = cause
        super().__init__(line=line, why=str(cause))
