"""Streams of subjects: one for each type and slug of a programme, numbered as they come."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, insert, update

from projections.database.tables import log, stream
from projections.log.streams import SubjectStream, SubjectStreams


@pytest.mark.parametrize(
    ("split", "public", "key"),
    [(False, False, 14), (False, True, 14), (True, False, 14), (True, True, 15)],
)
def test_an_observer_has_a_key_apart_where_something_is_restricted(split: bool, public: bool, key: int) -> None:
    assert SubjectStream(7, uuid4(), 1, "site", "wembley", split, 1).key(public) == key


def test_a_subject_that_nobody_named_is_not_found_until_it_is_stored(connection: Connection) -> None:
    streams = SubjectStreams(connection, 1)
    assert streams.find("site", "wembley") is None
    planned = streams.plan("site", "wembley")
    assert streams.find("site", "wembley") is None, "a plan stores nothing"
    streams.add(planned)
    assert streams.find("site", "wembley") is planned
    assert SubjectStreams(connection, 1).find("site", "wembley") == planned


def test_subjects_are_numbered_on_from_the_last_stream_of_all_programmes(connection: Connection) -> None:
    connection.execute(insert(stream), [{"id": 41, "uuid": uuid4().bytes, "programme": 9}])
    streams = SubjectStreams(connection, 1)
    planned = streams.plan("site", "wembley")
    assert (planned.id, planned.version, planned.split, planned.programme) == (42, 0, False, 1)
    assert streams.plan("site", "colindale").id == 42, "what was planned and not stored keeps no number"
    streams.add(planned)
    assert streams.plan("site", "colindale").id == 43


def test_the_first_stream_of_all_is_number_one(connection: Connection) -> None:
    assert SubjectStreams(connection, 1).plan("site", "wembley").id == 1


def test_a_subject_has_the_same_uuid_wherever_its_log_is_imported(connection: Connection) -> None:
    streams = SubjectStreams(connection, 1)
    uuid = streams.plan("site", "wembley").uuid
    assert uuid == SubjectStreams(connection, 1).plan("site", "wembley").uuid
    assert uuid.version == 5
    others = [
        streams.plan("site", "colindale").uuid,
        streams.plan("unit", "wembley").uuid,
        SubjectStreams(connection, 2).plan("site", "wembley").uuid,
    ]
    assert len({uuid, *others}) == 4


def test_type_programme_and_slug_name_a_subject_together(connection: Connection) -> None:
    streams = SubjectStreams(connection, 1)
    streams.add(streams.plan("site", "wembley"))
    again = SubjectStreams(connection, 1)
    again.load([("site", "wembley"), ("unit", "wembley"), ("site", "colindale")])
    assert again.get("site", "wembley").id == 1
    assert again.find("unit", "wembley") is None
    assert again.find("site", "colindale") is None
    assert SubjectStreams(connection, 2).find("site", "wembley") is None


def test_a_subject_is_read_with_its_last_version_and_whether_it_is_split(connection: Connection) -> None:
    streams = SubjectStreams(connection, 1)
    for slug in ("wembley", "colindale"):
        streams.add(streams.plan("site", slug))
    rows = [(1, 1, 1), (2, 1, 2), (3, 2, 1)]
    connection.execute(
        insert(log),
        [{"position": at, "stream": of, "version": v, "topic": "t/1", "state": "{}"} for at, of, v in rows],
    )
    connection.execute(update(stream).where(stream.c.slug == "wembley").values(split=1))
    again = SubjectStreams(connection, 1)
    wembley, colindale = again.get("site", "wembley"), again.get("site", "colindale")
    assert (wembley.version, wembley.split, wembley.uuid) == (2, True, streams.get("site", "wembley").uuid)
    assert (colindale.version, colindale.split) == (1, False)
    assert isinstance(wembley.uuid, UUID)


def test_what_a_transaction_has_met_is_not_looked_up_again(connection: Connection) -> None:
    streams = SubjectStreams(connection, 1)
    streams.add(streams.plan("site", "wembley"))
    streams.get("site", "wembley").version = 5
    streams.load([("site", "wembley")])
    assert streams.get("site", "wembley").version == 5


def test_more_names_than_one_trip_takes_are_all_found(connection: Connection) -> None:
    streams = SubjectStreams(connection, 1)
    names = [("site", f"site-{number}") for number in range(801)]
    for name in names:
        streams.add(streams.plan(*name))
    again = SubjectStreams(connection, 1)
    again.load(names)
    assert [again.get(*name).id for name in names] == list(range(1, 802))
