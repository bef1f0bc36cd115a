"""Commands for the accounts of those who sign in to the pages by a password."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.input.choices import RoleName
from api.cli.input.context import accounts_of, deployment, new_deployment
from api.cli.output.grid import grid
from api.cli.output.terminal import console

account_app = typer.Typer(help="Accounts: people who sign in to the pages.", no_args_is_help=True)


@account_app.command("add")
def add_account(
    context: typer.Context,
    sign_in: Annotated[str, typer.Argument(help="What its holder types to sign in.")],
    name: Annotated[str, typer.Option(help="Whose it is: entries are recorded by this name, for good.")],
    role: Annotated[RoleName, typer.Option(help="What its holder may do.")],
    password: Annotated[
        str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True, help="Asked for where left out.")
    ],
    programme: Annotated[
        str | None, typer.Option(help="The one programme that the role holds in; all where left out.")
    ] = None,
) -> None:
    """Make an account."""
    account = accounts_of(new_deployment(context)).add(sign_in, name, password, role, programme)
    typer.echo(f"The account {account.sign_in} of {account.name} was made.")


@account_app.command("list")
def list_accounts(context: typer.Context) -> None:
    """Every account and its roles."""
    table = grid("sign-in", "name", "roles", "")
    for account, roles in accounts_of(deployment(context)).with_roles():
        held = [f"{role} of {programme or 'all'}" for programme, role in roles.items()]
        how = account.sign_in or f"by {account.issuer}"
        table.add_row(how, account.name, ", ".join(held), "disabled" if account.disabled else "")
    console().print(table)


@account_app.command("password")
def replace_password(
    context: typer.Context,
    sign_in: Annotated[str, typer.Argument(help="Whose password is replaced.")],
    password: Annotated[
        str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True, help="Asked for where left out.")
    ],
) -> None:
    """Replace the password of an account, and end its sessions."""
    accounts = accounts_of(deployment(context))
    matching = [account for account in accounts.everyone() if account.sign_in == sign_in.strip().lower()]
    if not matching:
        fault = f'there is no account "{sign_in}": `mergerlog account list` shows them all'
        raise typer.BadParameter(fault, param_hint="SIGN_IN")
    accounts.set_password(matching[0].id, password)
    typer.echo(f"{matching[0].name} signs in by the new password from now on.")


def add_commands(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(account_app, name="account", rich_help_panel="Running")
