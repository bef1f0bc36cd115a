"""The best hand-written SQL for two questions on PostgreSQL: tables of its own, one statement a question."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import psycopg

from domain.time.edtf import END
from tests.benchmarks.hand_sqlite import KINDS, Row, box, said
from tests.benchmarks.histories import Piece, whole
from tests.benchmarks.knowledge import Programme
from tests.benchmarks.logs import TODAY

_BOX = "programme_from int, programme_to int, day_from int, day_to int, known_from int, known_to int"
_RANGES = ", ".join(f"int4range({side}_from, {side}_to, '[]')" for side in ("programme", "day", "known"))
_SCHEMA = f"""
DROP SCHEMA IF EXISTS hand CASCADE;
CREATE SCHEMA hand;
SET search_path = hand;
CREATE TABLE programme (slug text COLLATE "C" PRIMARY KEY, id int);
CREATE TABLE recorded (programme int, day int, place int, PRIMARY KEY (programme, day));
CREATE TABLE subject (programme int, kind int, slug text COLLATE "C", id int, PRIMARY KEY (programme, kind, slug));
CREATE TABLE now (subject int, day int, known int, item text);
CREATE TABLE tail (subject int, known_to int, known int, day int, item text);
CREATE TABLE closed ({_BOX}, kind int, slug text, item text);
CREATE TABLE plan (programme int, latest int, change text, known int, kind int, slug text);
CREATE TABLE lapse ({_BOX}, kind int, slug text, change text);
CREATE TABLE piece (subject int, place int, latest int, is_done bool, entries int, head text, rest text);
"""
_INDEXES = f"""
CREATE UNIQUE INDEX ON now (subject, day);
CREATE UNIQUE INDEX ON tail (subject, known_to);
CREATE INDEX ON closed USING gist ({_RANGES});
CREATE INDEX ON plan (programme, latest);
CREATE INDEX ON lapse USING gist ({_RANGES});
CREATE UNIQUE INDEX ON piece (subject, place);
"""
_TODAY = TODAY.toordinal()
"""A question as known today is one as known now: every entry counts."""
_POINT = """WITH point AS MATERIALIZED (SELECT id AS programme, coalesce((SELECT place FROM recorded
    WHERE programme = programme.id AND day <= %(known_on)s ORDER BY day DESC LIMIT 1), 0) AS known
    FROM programme WHERE slug = %(slug)s)"""
_SEEK = """(SELECT CASE WHEN now.known <= point.known THEN item END FROM now
    WHERE subject = subject.id AND day <= %(day)s ORDER BY day DESC LIMIT 1)"""
_TAIL = """(SELECT CASE WHEN tail.known <= point.known AND day <= %(day)s THEN item END FROM tail
    WHERE subject = subject.id AND known_to > point.known ORDER BY known_to LIMIT 1)"""
_LATE = """SELECT 1, kind, slug, change FROM point JOIN plan
    ON plan.programme = point.programme AND latest < %(known_on)s AND plan.known <= point.known"""
_HOLDS = """int4range(programme_from, programme_to, '[]') @> point.programme
    AND int4range(day_from, day_to, '[]') @> {day} AND int4range(known_from, known_to, '[]') @> point.known"""
_NOW = f"""{_POINT} SELECT 0, kind, slug, {_SEEK} FROM point JOIN subject ON subject.programme = point.programme
    UNION ALL {_LATE}"""
_THEN = f"""{_POINT} SELECT 0, kind, slug, coalesce({_SEEK}, {_TAIL}) FROM point
    JOIN subject ON subject.programme = point.programme UNION ALL {_LATE}
    UNION ALL SELECT 1, kind, slug, change FROM point JOIN lapse ON {_HOLDS.format(day="%(known_on)s")}
    UNION ALL SELECT 2, kind, slug, item FROM point JOIN closed ON {_HOLDS.format(day="%(day)s")}"""
_SUBJECT = """SELECT (SELECT item FROM now WHERE subject = %(id)s AND day <= %(day)s ORDER BY day DESC LIMIT 1),
    ARRAY(SELECT change FROM plan JOIN programme ON programme.id = plan.programme AND programme.slug = %(programme)s
          WHERE latest < %(known_on)s AND kind = %(kind)s AND plan.slug = %(slug)s),
    sum(entries),
    string_agg(head || 'false' || rest || ',"passed_over":false}', ',' ORDER BY latest, place)
        FILTER (WHERE is_done AND latest <= %(day)s),
    string_agg(head || CASE WHEN is_done OR latest >= %(known_on)s THEN 'false' ELSE 'true' END || rest || '}', ','
               ORDER BY place) FROM piece WHERE subject = %(id)s"""


class HandPostgres:
    """The tables, and the questions."""

    def __init__(self, url: str) -> None:
        # Prepared at once, and planned once: what a careful hand would do for statements that are always the same.
        self.connection = psycopg.connect(url, autocommit=True, prepare_threshold=0)
        self.connection.execute("SET plan_cache_mode = force_generic_plan")
        self.connection.execute(_SCHEMA, prepare=False)
        self._subjects: dict[tuple[str, str, str], int] = {}
        self._programmes = 0

    def load(self, slug: str, programme: Programme) -> None:
        """Take in what there is to know of a programme."""
        number = self._programmes = self._programmes + 1
        self._copy("programme", [(slug, number)])
        self._copy("recorded", [(number, *row) for row in programme.recorded])
        for (type_, name), subject in programme.subjects.items():
            id_ = self._subjects[slug, type_, name] = len(self._subjects) + 1
            kind = KINDS.index(type_)
            self._copy("subject", [(number, kind, name, id_)])
            self._copy("now", [(id_, day, subject.known[at], subject.item(at)) for at, day in enumerate(subject.days)])
            ended = [c for c in subject.closed if c.day_to == END]
            self._copy("tail", [(id_, c.known_to, c.known_from, c.day_from, c.item) for c in ended])
            boxed = [c for c in subject.closed if c.day_to != END]
            self._copy("closed", [(*box(number, c), kind, name, c.item) for c in boxed])
        stand = [p for p in programme.lapses if p.stands]
        plans = [(number, p.latest, p.change, p.known_from, KINDS.index(p.type), p.slug) for p in stand]
        self._copy("plan", plans)
        lapses = [(*box(number, p), KINDS.index(p.type), p.slug, p.change) for p in programme.lapses if not p.stands]
        self._copy("lapse", lapses)

    def _copy(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        with self.connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def load_history(self, slug: str, type_: str, name: str, pieces: Iterable[Piece]) -> None:
        """Take in the history of one subject."""
        id_ = self._subjects[slug, type_, name]
        self._copy("piece", [(id_, *piece) for piece in pieces])

    def finish(self) -> None:
        """Put the tables in order for the questions."""
        self.connection.execute(_INDEXES, prepare=False)
        self.connection.execute("VACUUM ANALYZE", prepare=False)
        self.connection.execute("CHECKPOINT")

    def structure(self, slug: str, day: int, known_on: int) -> str:
        """The structure on a day, as known on a day."""
        values = {"slug": slug, "day": day, "known_on": known_on}
        found = self.connection.execute(_NOW if known_on >= _TODAY else _THEN, values).fetchall()
        rows: list[list[Row]] = [[], [], []]
        for sort, *row in found:
            rows[sort].append(tuple(row))
        rows[0].sort(key=_kind_and_slug)
        return said(rows[0], rows[2], rows[1])

    def subject(self, slug: str, type_: str, name: str, day: int, known_on: int) -> bytes:
        """One subject on a day, as known now, with its history."""
        values = {"id": self._subjects[slug, type_, name], "day": day, "known_on": known_on, "programme": slug}
        found = self.connection.execute(_SUBJECT, values | {"kind": KINDS.index(type_), "slug": name}).fetchone()
        assert found is not None
        item, late, *rest = found
        return whole(type_, item, late, (rest[0], rest[1], rest[2]))


def _kind_and_slug(row: Row) -> tuple[int, str]:
    return row[0], row[1]
