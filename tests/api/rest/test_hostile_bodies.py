"""Hostile bodies: each gets 4xx, a problem that says so, and stores nothing, on both databases."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator, MutableMapping
from typing import Any

import pytest
from sqlalchemy import func, select

from projections.database.connections import reading
from projections.database.tables import metadata
from tests.support import event_loops
from tests.support.deployments import Deployment
from tests.support.examples import PAPER, WORLD, Body, amend, start, world

MIB = 1024 * 1024
DEEP = 10_000
DETAILS = b'{"kind":"change-corrected","change":"wembley","reason":"It was.","details":%s}'
NAMED = b'{"kind":"site-opened","subject":"harrow","effective_on":"2018","standing":"planned","details":{"name":%s}}'
REASON = b'{"kind":"change-restricted","change":"wembley","reason":%s}'
SOURCE = b'{"kind":"change-restricted","change":"wembley","reason":"It is.","source":%s}'
RESIZED = b'{"kind":"team-resized","subject":"response-a","effective_on":"2018","standing":"done","details":%s}'
FIGURE = RESIZED.replace(b"%s", b'{"strength":%s}')
DATED = b'{"kind":"site-closed","subject":"wembley","effective_on":%s,"standing":"planned"}'
CLAIM = b'{"kind":"claim-recorded","change":"wembley","source":{"document":"a.txt"},"details":{"name":%s}}'
TEXTS = (NAMED, REASON, CLAIM, DETAILS.replace(b"%s", b'{"name":%s}'), SOURCE.replace(b"%s", b'{"document":%s}'))

BAD: dict[str, list[bytes]] = {
    "NUL in a text": [text % b'"a\\u0000b"' for text in TEXTS],
    "a raw NUL": [text % b'"a\0b"' for text in TEXTS],
    "a lone high surrogate": [text % b'"\\ud800"' for text in TEXTS],
    "a lone low surrogate": [text % b'"\\udc00 and more"' for text in TEXTS],
    "surrogates the wrong way round": [text % b'"\\udc00\\ud800"' for text in TEXTS],
    "invalid UTF-8": [text % b'"\xff"' for text in TEXTS],
    "overlong UTF-8": [text % b'"\xc0\x80"' for text in TEXTS],
    "a surrogate in UTF-8": [text % b'"\xed\xa0\x80"' for text in TEXTS],
    "a bad escape": [text % b'"\\x41"' for text in TEXTS],
    "an unclosed text": [text % b'"a' for text in TEXTS],
    "Infinity": [FIGURE % b"Infinity", FIGURE % b"-Infinity", NAMED % b"Infinity", DETAILS % b"Infinity"],
    "NaN": [FIGURE % b"NaN", DETAILS % b'{"name":NaN}'],
    "a huge number": [FIGURE % number for number in (b"9" * 5000, b"1e400", b"-1e-400", b"2147483648", b"-1")],
    "a huge number in details": [DETAILS % (b'{"name":%s}' % (b"9" * 5000)), DETAILS % b'{"name":1e400}'],
    "nested arrays": [text % (b"[" * DEEP + b"]" * DEEP) for text in (*TEXTS, DETAILS, SOURCE, DATED, b"%s")],
    "nested objects": [text % (b'{"a":' * DEEP + b"1" + b"}" * DEEP) for text in (*TEXTS, DETAILS, SOURCE, b"%s")],
    "unclosed nesting": [text % (b"[" * DEEP) for text in (NAMED, DETAILS, SOURCE, b"%s")],
    "no date": [DATED % date for date in (b"0", b"1538352000", b'"0"', b'"1538352000"', b"2018.0", b"null", b"true")],
    "no such date": [DATED % (b'"%s"' % date) for date in (b"2018-02-29", b"2018-24", b"201X", b"0000", b"2018-W01")],
    "another encoding": ['{"kind":"site-closed"}'.encode(name) for name in ("utf-16", "utf-32")] + [b"\xef\xbb\xbf{}"],
    "no JSON": [b"{", b"}", b"null", b"true", b"0", b'"a"', b"[]", b"<entry/>", b"{}{}", b"{'kind':1}", b"\0", b"{}"],
    "two kinds": [DATED % b'"2018","kind":"site-sold"'],
}  # fmt: skip


@pytest.fixture(params=["on_sqlite", "on_postgres"])
def both(request: pytest.FixtureRequest) -> Deployment:
    """The shared deployment on each database."""
    return request.getfixturevalue(request.param)


def stored(deployment: Deployment) -> dict[str, int]:
    """How much the record holds."""
    with reading(deployment.mergerlog.engine) as connection:
        tables = metadata.sorted_tables
        return {each.name: connection.scalar(select(func.count()).select_from(each)) or 0 for each in tables}


def turned_away(deployment: Deployment, path: str, raw: bytes) -> str | None:
    """What is wrong with the answer to a body that should be turned away."""
    reply = deployment.send(path, raw)
    if not 400 <= reply.status_code < 500:
        return f"{reply.status_code} for {raw[:120]!r} to {path}"
    problem = reply.json()
    fits = reply.headers["Content-Type"] == "application/problem+json" and problem["status"] == reply.status_code
    return None if fits and problem["detail"] else f"no problem for {raw[:120]!r}: {reply.text}"


@pytest.mark.parametrize("name", BAD)
def test_it_is_turned_away_as_an_entry_and_as_a_line_and_stores_nothing(both: Deployment, name: str) -> None:
    programme = world(both)
    before = stored(both)
    paths = [f"/programmes/{programme}/entries", f"/programmes/{programme}/entries/import"]
    faults = [turned_away(both, path, raw) for raw in BAD[name] for path in paths]
    assert [fault for fault in faults if fault] == []
    assert stored(both) == before


def test_a_nul_is_turned_away_wherever_a_text_may_stand(both: Deployment) -> None:
    programme = world(both)
    before = stored(both)
    bodies = [*WORLD, start("leader-appointed", "commander", person="p-7f3a", tenure="acting", rank="Superintendent")]
    bodies += [amend("claim-recorded", "wembley", source=PAPER | {"quote": "x"}, details={"name": "W", "uses": []})]
    for raw in (json.dumps(ruined).encode() for body in bodies for ruined in with_nul(body | {"reason": "So."})):
        assert turned_away(both, f"/programmes/{programme}/entries", raw) is None
        assert turned_away(both, f"/programmes/{programme}/entries/import", raw) is None
    for raw in (b'{"id":"n","name":"a\\u0000"}', b'{"id":"n\\u0000","name":"a"}', b'{"name":"\\ud800"}', b"[" * DEEP):
        assert turned_away(both, "/programmes", raw) is None
        assert turned_away(both, "/people", raw) is None
    assert turned_away(both, f"/programmes/{programme}/entries/import", b'{"person":"p-1","name":"a\\u0000"}') is None
    assert stored(both) == before


def with_nul(value: Any) -> Iterator[Any]:
    """The value with a NUL put into each of its texts in turn, names of fields too."""
    if isinstance(value, str):
        yield f"{value}\0"
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from ({**value, name: ruined} for ruined in with_nul(inner))
            yield {**{other: value[other] for other in value if other != name}, f"{name}\0": inner}
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from ([*value[:place], ruined, *value[place + 1 :]] for ruined in with_nul(inner))


def test_a_backslash_before_u0000_is_no_nul(both: Deployment) -> None:
    """The six characters of the escape, written out by someone who explains it."""
    programme = world(both)
    assert both.send(f"/programmes/{programme}/entries", NAMED % b'"a \\\\u0000"').status_code == 201
    assert both.send("/people", b'{"name":"a \\\\u0000"}').status_code == 201


def test_an_entry_of_more_than_one_mebibyte_is_turned_away(both: Deployment) -> None:
    programme = world(both)
    path = f"/programmes/{programme}/entries"
    fits = json.dumps(start("site-closed", "wembley", "2018-02", reason="x")).encode()
    fits += b" " * (MIB - len(fits))
    before = stored(both)
    for target in (path, "/people", "/programmes"):
        reply = both.send(target, fits + b" ")
        assert (reply.status_code, reply.headers["Content-Type"]) == (413, "application/problem+json")
    assert stored(both) == before
    assert both.send(path, fits).status_code == 201
    long = json.dumps(start("site-sold", "wembley", "2018-02", reason="x" * MIB)).encode()
    line = both.send(f"{path}/import", long)
    assert (line.status_code, line.json()["line"]) == (422, 1)


def test_an_import_of_more_than_64_mebibytes_is_turned_away_before_it_is_read_whole(on_sqlite: Deployment) -> None:
    programme = world(on_sqlite)
    before = stored(on_sqlite)
    blank = b" " * MIB
    status, body, taken = event_loops.run(stream(on_sqlite, programme, [blank] * 64))
    assert (status, json.loads(body)["count"], taken) == (200, 0, 64)
    status, body, taken = event_loops.run(stream(on_sqlite, programme, [blank] * 64 + [b" "] + [blank] * 1000))
    assert (status, json.loads(body)["status"], taken) == (413, 413, 65)
    assert stored(on_sqlite) == before


async def stream(deployment: Deployment, programme: str, parts: list[bytes]) -> tuple[int, bytes, int]:
    """Send an import part by part, as the server asks for them: the status, the answer, and how many it took."""
    path = f"/v1/programmes/{programme}/entries/import"
    headers = [(name.lower().encode(), value.encode()) for name, value in deployment.headers(Host="testserver").items()]
    scope = {"type": "http", "http_version": "1.1", "method": "POST", "path": path, "query_string": b""}
    scope["scheme"] = "http"
    coming = (part async for part in numbered(parts))
    taken = 0
    answer: list[MutableMapping[str, Any]] = []

    async def receive() -> Body:
        nonlocal taken
        taken += 1
        return await anext(coming)

    async def send(message: MutableMapping[str, Any]) -> None:
        answer.append(message)

    await deployment.client.app(scope | {"headers": headers}, receive, send)
    body = b"".join(message.get("body", b"") for message in answer)
    return answer[0]["status"], body, taken


async def numbered(parts: list[bytes]) -> AsyncIterator[Body]:
    for place, part in enumerate(parts, 1):
        yield {"type": "http.request", "body": part, "more_body": place < len(parts)}
