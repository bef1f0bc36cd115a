"""What any entry may say."""

from __future__ import annotations

import msgspec
import pytest

from domain.log.body import SERVER_FIELDS, Body, Source
from domain.refusals import MalformedDate
from tests.support.examples import PAPER


def test_a_source_is_a_paper_and_where_in_it() -> None:
    source = msgspec.convert(PAPER, Source)
    assert msgspec.to_builtins(source) == PAPER
    assert msgspec.to_builtins(Source(document="a.txt")) == {"document": "a.txt"}


@pytest.mark.parametrize("wrong", [{}, {"document": " "}, {"document": "a", "page": 3}])
def test_a_source_names_its_paper_and_nothing_unknown(wrong: dict) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(wrong, Source)


def test_a_paper_is_dated_as_changes_are() -> None:
    for dated in ("2018-03-19/2018-05-31", None):
        assert Source(document="a.txt", dated=dated).dated == dated
    with pytest.raises(MalformedDate):
        Source(document="a.txt", dated="spring 2018")


def test_what_is_left_out_takes_no_room() -> None:
    body = Body(id="a", version=3)
    assert msgspec.to_builtins(body) == {"kind": "Body", "id": "a", "version": 3}
    assert body.kind == "Body"


def test_the_servers_fields_are_fields_of_every_body() -> None:
    assert set(SERVER_FIELDS) < set(Body.__struct_fields__)
