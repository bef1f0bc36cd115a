"""What the description of a call says: its answers, the problems that may come instead, and its body."""

from __future__ import annotations

import msgspec
import pytest

from api.rest.core import openapi
from api.rest.core.shapes import ShapeReference, plain
from projections.questions.headings import Heading

SENTENCE = "The thing."


class Thing(msgspec.Struct):
    """A thing."""


def schema_of(responses: openapi.Responses, status: int) -> object:
    """The schema of an answer with a status."""
    return responses[status]["content"]["application/json"]["schema"]


def test_a_read_answers_with_its_heading_or_says_that_nothing_changed_or_refuses() -> None:
    responses = openapi.read_answers(Thing, SENTENCE, 404)
    assert set(responses) == {200, 304, 401, 403, 404, 422}
    assert responses[200]["description"] == SENTENCE
    reference = schema_of(responses, 200)
    assert isinstance(reference, ShapeReference)
    assert (reference.shape.name, reference.shape.parts) == ("ThingAnswer", (Heading, Thing))
    assert "content" not in responses[304]


@pytest.mark.parametrize("status", [200, 201])
def test_a_write_answers_as_it_did_before_where_it_was_there_already(status: int) -> None:
    responses = openapi.write_answers(status, Thing, SENTENCE, 409)
    assert set(responses) == {status, 200, 401, 403, 409, 413, 422, 503}
    assert schema_of(responses, 200) == schema_of(responses, status) == ShapeReference(plain(Thing))
    assert responses[200]["description"] == "It was there already, or this was a dry run."


def test_a_write_that_gives_nothing_back_has_no_content() -> None:
    responses = openapi.done(SENTENCE, 404)
    assert set(responses) == {204, 401, 403, 404, 422, 503}
    assert responses[204] == {"description": SENTENCE}


def test_a_calendar_is_a_text() -> None:
    responses = openapi.calendar()
    assert set(responses) == {200, 401, 403, 404, 422}
    assert responses[200]["content"] == {"text/calendar": {"schema": {"type": "string"}}}


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 412, 413, 422, 503])
def test_a_problem_is_a_problem_document_with_a_sentence_of_its_status(status: int) -> None:
    problem = openapi.problem(status)
    schema = {"$ref": "#/components/schemas/Problem"}
    assert problem["content"] == {"application/problem+json": {"schema": schema}}
    others = {openapi.problem(other)["description"] for other in (400, 401, 403, 404, 409, 412, 413, 422, 503)}
    assert len(others) == 9
    assert problem["description"].endswith(".")


@pytest.mark.parametrize("required", [True, False])
def test_a_body_may_be_left_out_where_it_is_not_required(required: bool) -> None:
    body = openapi.body(Thing, required=required)["requestBody"]
    assert body == {
        "required": required,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
    }


def test_an_entry_is_a_body_of_any_kind_and_an_import_is_lines() -> None:
    entry, lines = openapi.entry_body()["requestBody"], openapi.lines_body()["requestBody"]
    assert (entry["required"], lines["required"]) == (True, True)
    assert entry["content"] == {"application/json": {"schema": {"$ref": "#/components/schemas/EntryBody"}}}
    assert lines["content"] == {"application/x-ndjson": {"schema": {"type": "string"}}}
