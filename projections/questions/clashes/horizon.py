"""The horizon of a walk back through the log: how far the findings of a rule matter to the followed clashes."""

from __future__ import annotations

from collections.abc import Iterable

from domain.clashes.engine.rule import Rule
from domain.clashes.evaluate import BY_NAME, Clash
from domain.clashes.incremental import NEVER_ASKED, RuleFocus
from domain.time.edtf import BEGINNING, END
from projections.questions.clashes.deeds import Deed


class Horizon:
    """How far what a rule finds matters to those who follow: of a clash that is there, only whether it begins as it
    did; where one may come to be there, everything."""

    def __init__(self, rule: type[Rule] | None = None) -> None:
        """Everything that a rule finds matters, or else nothing as yet."""
        self._rule = rule
        self._until: dict[RuleFocus, int] = {}
        self._last = END

    def __call__(self, asked: RuleFocus) -> int:
        return END if asked[0] is self._rule else self._until.get(asked, NEVER_ASKED)

    def reaches(self, deed: Deed) -> bool:
        """Whether a deed may alter what matters, as far as its days and its sort go."""
        return any(change.event.begins or change.when.earliest <= self._last for change in deed.versions)

    def follow(self, clashes: Iterable[Clash]) -> None:
        """These are there, and nothing else matters."""
        self._rule, self._until, self._last = None, {}, BEGINNING
        for clash in clashes:
            asked = rule_focus(clash)
            self._until[asked] = max(clash.first, self._until.get(asked, clash.first))
            self._last = max(self._last, clash.first if asked[0].by_day else END)

    def await_(self, clashes: Iterable[Clash]) -> None:
        """These may come to be there, and nothing else matters."""
        self._rule, self._until, self._last = None, {rule_focus(clash): END for clash in clashes}, END


def rule_focus(clash: Clash) -> RuleFocus:
    """The rule and the subject that a clash was found for."""
    return BY_NAME[clash.rule], clash.focus
