"""The fold: a subject's state from its changes, one after another, each possible in its turn or passed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from domain.changes.change import Change
from domain.kinds.sites import SiteSold
from domain.kinds.state import ABSENT, CLOSED, STANDING, State


def fold_changes(state: State, slug: str, changes: Iterable[Change]) -> Iterator[tuple[Change, State, str | None]]:
    """Take changes of the subject `slug`, in fold order, on top of a state.

    Yields each change, the state after it, and why it was passed over (None where it was possible).
    """
    for change in changes:
        fault = impossible(state, slug, change)
        if fault is None:
            state = after(state, slug, change)
        else:
            state = msgspec.structs.replace(state, passed_over=(*state.passed_over, change.id))
        yield change, state, fault


def impossible(state: State, slug: str, change: Change) -> str | None:
    """Why a change cannot happen to a subject in this state; None where it can."""
    event = change.event
    if event.begins:
        return "it is there already" if state.life == STANDING else None
    if state.life == STANDING:
        return event.impossible(state.fields) if change.slug == slug else None
    if isinstance(event, SiteSold) and state.life == CLOSED:
        return None
    return "it is not there to be changed" if state.life == ABSENT else "it is closed"


def after(state: State, slug: str, change: Change) -> State:
    """The state after a change that is possible."""
    event = change.event
    if change.slug != slug:  # a merger, seen by a subject that it ends
        return State(ABSENT, {}, {}, 0, state.passed_over)
    if event.ends:
        closed = event.kind == "site-closed"
        return State(CLOSED if closed else ABSENT, {}, {}, 0, state.passed_over)
    fields, because = ({}, {}) if event.begins else (state.fields, state.because)
    day = change.when.latest
    news = event.sets(fields, day)
    if not news:
        return State(STANDING, fields, because, day, state.passed_over) if event.begins else state
    return State(STANDING, fields | news, because | dict.fromkeys(news, change.id), day, state.passed_over)
