"""Commands for accounts: those who sign in to the pages by a password."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.input.context import deployment
from api.cli.output.grid import grid
from api.cli.output.structure import console
from api.services.accounts import Accounts
from projections.accounts.accounts import ALL, programmes_of
from projections.database.connections import reading

account_app = typer.Typer(help="Accounts: people who sign in to the pages.", no_args_is_help=True)


def _accounts(context: typer.Context) -> Accounts:
    mergerlog = deployment(context)
    return Accounts(mergerlog.engine, mergerlog.clock)


@account_app.command("add")
def add(
    context: typer.Context,
    sign_in: Annotated[str, typer.Argument(help="What its holder types to sign in.")],
    name: Annotated[str, typer.Option(help="Whose it is: entries are recorded by this name, for good.")],
    role: Annotated[str, typer.Option(help="manager, member or observer.")],
    password: Annotated[
        str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True, help="Asked for where left out.")
    ],
    programme: Annotated[
        str | None, typer.Option(help="The one programme that the role holds in; all where left out.")
    ] = None,
) -> None:
    """Make an account."""
    made = _accounts(context).add(sign_in, name, password, role, programme)
    typer.echo(f"The account {made.sign_in} of {made.name} was made.")


@account_app.command("list")
def list_(context: typer.Context) -> None:
    """Every account and its roles."""
    with reading(deployment(context).engine) as connection:
        slugs = {number: slug for number, slug, _ in programmes_of(connection)}
    table = grid("sign-in", "name", "roles", "")
    for each in _accounts(context).everyone():
        roles = [f"{role} of {'all' if number == ALL else slugs[number]}" for number, role in each.roles.items()]
        how = each.sign_in or f"by {each.issuer}"
        table.add_row(how, each.name, ", ".join(roles), "disabled" if each.disabled else "")
    console().print(table)


@account_app.command("password")
def password(
    context: typer.Context,
    sign_in: Annotated[str, typer.Argument(help="Whose password is to be another.")],
    password: Annotated[
        str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True, help="Asked for where left out.")
    ],
) -> None:
    """Give an account another password, and end its sessions."""
    accounts = _accounts(context)
    found = [each for each in accounts.everyone() if each.sign_in == sign_in.strip().lower()]
    if not found:
        raise typer.BadParameter(f'there is no account "{sign_in}"', param_hint="SIGN_IN")
    accounts.set_password(found[0].id, password)
    typer.echo(f"{found[0].name} signs in by the new password from now on.")


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(account_app, name="account")
