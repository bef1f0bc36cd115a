"""Contacts: what is kept of them, what is refused, and what is forgotten with them."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import structs
from sqlalchemy import Connection, insert, select

from domain.refusals import Malformed, UnknownPerson
from projections.database.tables import person
from scheduler.calendars.keys import add_calendar_key
from scheduler.people import contacts
from scheduler.people.acknowledgements import put_off_reminders
from scheduler.people.contacts import AddressTaken, Contact, ContactIdTaken, NoSuchContact
from scheduler.people.subscriptions import add_subscription
from scheduler.tables import calendar_key, contact, snooze, subscription

NOW = 1_528_099_200_000_000
ROSE = Contact(id="rose", name="Commander", email="Rose@Example.org", role="member", senior=True, programme=3)
KEPT = structs.replace(ROSE, email="rose@example.org")


def test_a_contact_is_kept_as_it_is_given_but_for_the_case_of_its_address(connection: Connection) -> None:
    assert contacts.add_contact(connection, ROSE, NOW)
    assert contacts.get_contact(connection, "rose") == KEPT
    assert connection.scalar(select(contact.c.created_at)) == NOW


def test_a_contact_that_is_added_again_is_not_new_and_another_of_its_id_is_refused(connection: Connection) -> None:
    contacts.add_contact(connection, ROSE, NOW)
    assert not contacts.add_contact(connection, KEPT, NOW)
    with pytest.raises(ContactIdTaken, match='The id "rose" already stands for another contact'):
        contacts.add_contact(connection, structs.replace(ROSE, name="Another"), NOW)
    assert contacts.list_contacts(connection) == [KEPT]


def test_two_contacts_have_different_addresses_whatever_their_case(connection: Connection) -> None:
    contacts.add_contact(connection, ROSE, NOW)
    twin = Contact(id="twin", name="Twin", email="ROSE@example.ORG")
    with pytest.raises(AddressTaken):
        contacts.add_contact(connection, twin, NOW)
    contacts.add_contact(connection, structs.replace(twin, email=None), NOW)
    with pytest.raises(AddressTaken):
        contacts.alter_contact(connection, twin)


def test_contacts_without_an_address_do_not_have_the_same_one(connection: Connection) -> None:
    assert all(contacts.add_contact(connection, Contact(id=id_, name=id_), NOW) for id_ in ("b", "a"))
    assert [known.id for known in contacts.list_contacts(connection)] == ["a", "b"]


def test_a_person_of_a_contact_is_in_the_register(connection: Connection) -> None:
    with pytest.raises(UnknownPerson, match='No person "p-1" is in the register'):
        contacts.add_contact(connection, structs.replace(ROSE, person="p-1"), NOW)
    connection.execute(insert(person), [{"id": "p-1", "name": None}])  # erased, and still in it
    assert contacts.add_contact(connection, structs.replace(ROSE, person="p-1"), NOW)


@pytest.mark.parametrize(
    "email",
    [
        "name@example.org",
        "first.last+tag@sub.example.org",
        "o'neill@example.org",
        f"{'a' * 64}@example.org",
        f"a@{'b' * 253}",
        "a@localhost",
    ],
)
def test_an_address_that_mail_can_be_sent_to_is_taken(email: str) -> None:
    contacts.check_address(email)


@pytest.mark.parametrize(
    "email",
    [
        *("", "name", "@example.org", "name@", "name@@example.org", "name@-example.org", "name@example.org."),
        *(" name@example.org", "name@example.org\n", "a b@example.org", "<name@example.org>", '"n"@example.org'),
        *("a..b@example.org", "a@example..org", "caf\u00e9@example.org", "a@example.org,b@example.org"),
        *(f"{'a' * 65}@example.org", f"a@{'b' * 254}"),
    ],
)
def test_an_address_with_anything_around_it_is_refused(email: str) -> None:
    with pytest.raises(Malformed, match="email is not an address"):
        contacts.check_address(email)


def test_a_contact_is_replaced_as_a_whole_and_only_where_there_is_one(connection: Connection) -> None:
    with pytest.raises(NoSuchContact, match='There is no contact "rose"'):
        contacts.alter_contact(connection, ROSE)
    for given in (ROSE, Contact(id="other", name="Other")):
        contacts.add_contact(connection, given, NOW)
    contacts.alter_contact(connection, Contact(id="rose", name="Rose", email="Rose@Example.org"))
    assert contacts.list_contacts(connection) == [
        Contact(id="other", name="Other"),
        Contact(id="rose", name="Rose", email="rose@example.org"),
    ]


def test_a_contact_takes_its_subscriptions_keys_and_answers_with_it_and_nobody_elses(connection: Connection) -> None:
    for id_ in ("rose", "other"):
        given = Contact(id=id_, name=id_, email=f"{id_}@example.org")
        contacts.add_contact(connection, given, NOW)
        add_subscription(connection, given, 3, channel="email", subject=None, url=None, now=NOW)
        add_calendar_key(connection, NOW, public=False, contact=id_)
        put_off_reminders(connection, 3, "go-live", id_, 101, 100)
    contacts.remove_contact(connection, "rose")
    assert contacts.find_contact(connection, "rose") is None
    for table in (subscription, calendar_key, snooze):
        assert list(connection.scalars(select(table.c.contact))) == ["other"]


def test_one_contact_unsubscribes_and_subscribes_again(connection: Connection) -> None:
    for given in (ROSE, Contact(id="other", name="Other")):
        contacts.add_contact(connection, given, NOW)
    contacts.set_unsubscribed(connection, "rose")
    unsubscribed = {known.id: known.unsubscribed for known in contacts.list_contacts(connection)}
    assert unsubscribed == {"rose": True, "other": False}
    contacts.set_unsubscribed(connection, "rose", unsubscribed=False)
    assert contacts.get_contact(connection, "rose") == KEPT


@pytest.mark.parametrize(("programme", "ids"), [(None, ["all", "three", "two"]), (3, ["all", "three"]), (9, ["all"])])
def test_a_programme_has_its_own_contacts_and_those_of_all(
    connection: Connection, programme: int | None, ids: list[str]
) -> None:
    for id_, number in (("two", 2), ("three", 3), ("all", None)):
        contacts.add_contact(connection, Contact(id=id_, name=id_, programme=number), NOW)
    assert [known.id for known in contacts.list_contacts(connection, programme)] == ids
    if programme is not None:
        everyone = contacts.list_contacts(connection)
        assert [known.id for known in everyone if known.belongs_to(programme)] == ids


@pytest.mark.parametrize(("fields", "public"), [({}, True), ({"role": "member"}, False), ({"role": "manager"}, False)])
def test_only_an_observer_sees_what_an_observer_sees(fields: dict[str, Any], public: bool) -> None:
    assert Contact(id="rose", name="Rose", **fields).public == public


def test_an_id_of_a_contact_that_brings_none_is_not_given_twice() -> None:
    ids = {contacts.random_contact_id() for _ in range(100)}
    assert len(ids) == 100
    assert all(len(id_) == 14 and id_.startswith("c-") for id_ in ids)
