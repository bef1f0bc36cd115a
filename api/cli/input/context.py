"""What every command is given: the deployment, put together when it is first asked for."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import typer

from api.services.mergerlog import Mergerlog


@dataclass
class Context:
    """The deployment that the environment describes."""

    build: Callable[..., Mergerlog]

    @cached_property
    def mergerlog(self) -> Mergerlog:
        """Everything, put together."""
        return self.build()


def deployment(context: typer.Context) -> Mergerlog:
    """The deployment of a command."""
    found = context.obj
    assert isinstance(found, Context)
    return found.mergerlog


def user() -> str:
    """Who works at this terminal: the name that entries are recorded by."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "command line"
