"""The deployment that a command works on, opened when the command first needs it.

What opens it is imported there too. Only then is SQLAlchemy loaded, which takes longer than all else: `--help` and the
completions of a shell go without.
"""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import typer

from api.settings import Settings, from_environment

if TYPE_CHECKING:
    from api.services.accounts import Accounts
    from api.services.mergerlog import Mergerlog
    from api.services.scenarios import Scenarios


@dataclass(frozen=True)
class CommandContext:
    """The options that were given before the command."""

    database: str | None = None
    """The database that `--database` names."""

    def settings(self, **changes: str) -> Settings:
        """The settings of the environment, with these variables in place of its own. Raises BadSetting."""
        named = {} if self.database is None else {"MERGERLOG_DATABASE": self.database}
        return from_environment(os.environ | named | changes)

    @cached_property
    def existing(self) -> Mergerlog:
        """The deployment on a database that is there. Raises NoDatabase."""
        from api.bootstrap import open_existing  # noqa: PLC0415

        return open_existing(self.settings())

    @cached_property
    def made(self) -> Mergerlog:
        """The deployment, whole. Where there is no database it makes one, and says so on standard error."""
        from api.bootstrap import build, has_database  # noqa: PLC0415

        settings = self.settings()
        is_new = not has_database(settings)
        mergerlog = build(settings)
        if is_new:
            typer.echo(f"A new database was made at {mergerlog.engine.url.render_as_string()}.", err=True)
        return mergerlog


def command_context(context: typer.Context) -> CommandContext:
    """The options that were given before the command."""
    assert isinstance(context.obj, CommandContext)
    return context.obj


def deployment(context: typer.Context) -> Mergerlog:
    """The deployment of a command that asks, or records in what is there. Raises NoDatabase."""
    return command_context(context).existing


def new_deployment(context: typer.Context) -> Mergerlog:
    """The deployment of a command that may be the first, and makes the database where there is none."""
    return command_context(context).made


def scenarios_of(context: typer.Context, programme: str) -> Scenarios:
    """The scenarios of a programme, as the user of this terminal has them. Raises NoDatabase."""
    from api.services.scenarios import Scenarios  # noqa: PLC0415

    return Scenarios(deployment(context), programme, user_name())


def accounts_of(mergerlog: Mergerlog) -> Accounts:
    """The accounts of a deployment."""
    from api.services.accounts import Accounts  # noqa: PLC0415  # Hashing passwords is for these commands alone.

    return Accounts(mergerlog.engine, mergerlog.clock)


def user_name() -> str:
    """Who works at this terminal: the name that entries are recorded by."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "command line"
