"""Links in mails: whoever holds one can do what it is for, and nobody can make or alter one."""

from __future__ import annotations

import base64
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Connection, select

from scheduler.people.signed_links import BadLink, Link, LinkSigner, signing_key
from scheduler.tables import secret

KEY = bytes(range(32))
LINK = Link("owner", "north-west", "go-live", 42)
SIGNER = LinkSigner("https://merger.example.org/", KEY)


def key_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["key"][0]


@pytest.mark.parametrize("link", [LINK, Link("owner"), Link("owner", "north-west", "clash:caf\u00e9", 2**53)])
def test_a_link_is_read_as_it_was_made(link: Link) -> None:
    assert SIGNER.read(key_of(SIGNER.to("item", link))) == link


@pytest.mark.parametrize("address", ["https://merger.example.org", "https://merger.example.org//"])
def test_the_address_has_its_page_below_the_deployment(address: str) -> None:
    made = LinkSigner(address, KEY).to("unsubscribe", LINK)
    assert made.startswith("https://merger.example.org/reminders/unsubscribe?key=")


@pytest.mark.parametrize("contact", ["a", "ab", "abc", "abcd"])
def test_a_key_has_only_characters_that_an_address_can_have(contact: str) -> None:
    address = SIGNER.to("item", Link(contact))
    key = address.partition("key=")[2]
    assert key.replace("-", "").replace("_", "").isalnum()
    assert SIGNER.read(key) == Link(contact)


def test_no_single_character_of_a_key_can_be_altered() -> None:
    key = key_of(SIGNER.to("item", LINK))
    # Its last character is left out: in it are bits that stand for nothing.
    for place, character in enumerate(key[:-1]):
        altered = f"{key[:place]}{'B' if character == 'A' else 'A'}{key[place + 1 :]}"
        with pytest.raises(BadLink):
            SIGNER.read(altered)


def test_no_key_that_was_cut_can_be_read() -> None:
    key = key_of(SIGNER.to("item", LINK))
    for length in range(len(key)):
        with pytest.raises(BadLink):
            SIGNER.read(key[:length])


def test_a_link_of_another_deployment_is_not_one_of_ours() -> None:
    foreign = LinkSigner("https://merger.example.org", KEY[::-1])
    with pytest.raises(BadLink, match="not one of ours"):
        SIGNER.read(key_of(foreign.to("item", LINK)))


@pytest.mark.parametrize(
    "key", ["", "A", "!", "caf\u00e9", "====", "\ud800", base64.urlsafe_b64encode(b"x" * 40).decode()]
)
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(BadLink):
        SIGNER.read(key)


def test_the_signing_key_is_made_once_and_kept(connection: Connection) -> None:
    made = signing_key(connection)
    assert len(made) == 32
    assert signing_key(connection) == made
    rows = connection.execute(select(secret)).all()
    assert [(row.name, row.value) for row in rows] == [("links", made.hex())]
