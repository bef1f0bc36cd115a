"""The best hand-written SQL for two questions on SQLite: tables of its own, the JSON made beforehand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pysqlite3

from domain.time.edtf import END
from tests.benchmarks.histories import Piece, whole
from tests.benchmarks.knowledge import Closed, Lapse, Programme

Row = tuple[int, str, str | None]
KINDS = ("unit", "site", "team", "post", "area")
PLURALS = ("units", "sites", "teams", "posts", "areas")

_SCHEMA = """
CREATE TABLE programme (slug TEXT PRIMARY KEY, id INTEGER) WITHOUT ROWID;
CREATE TABLE recorded (programme INTEGER, day INTEGER, place INTEGER, PRIMARY KEY (programme, day)) WITHOUT ROWID;
CREATE TABLE subject (programme INTEGER, kind INTEGER, slug TEXT, id INTEGER,
                      PRIMARY KEY (programme, kind, slug)) WITHOUT ROWID;
CREATE TABLE now (subject INTEGER, day INTEGER, known INTEGER, item TEXT, PRIMARY KEY (subject, day)) WITHOUT ROWID;
CREATE TABLE tail (subject INTEGER, known_to INTEGER, known INTEGER, day INTEGER, item TEXT,
                   PRIMARY KEY (subject, known_to)) WITHOUT ROWID;
CREATE VIRTUAL TABLE closed USING rtree_i32(id, programme_from, programme_to, day_from, day_to, known_from, known_to,
                                            +kind INTEGER, +slug TEXT, +item TEXT);
CREATE TABLE plan (programme INTEGER, latest INTEGER, change TEXT, known INTEGER, kind INTEGER, slug TEXT,
                   PRIMARY KEY (programme, latest, change)) WITHOUT ROWID;
CREATE VIRTUAL TABLE lapse USING rtree_i32(id, programme_from, programme_to, day_from, day_to, known_from, known_to,
                                           +kind INTEGER, +slug TEXT, +change TEXT);
CREATE TABLE piece (subject INTEGER, place INTEGER, latest INTEGER, is_done INTEGER, entries INTEGER,
                    head TEXT, rest TEXT, PRIMARY KEY (subject, place)) WITHOUT ROWID;
"""
_POINT = """SELECT id,
    coalesce((SELECT place FROM recorded WHERE programme = id AND day <= ? ORDER BY day DESC LIMIT 1), 0),
    (SELECT place FROM recorded WHERE programme = id ORDER BY day DESC LIMIT 1) FROM programme WHERE slug = ?"""
_BOX = """programme_from <= ?1 AND programme_to >= ?1 AND day_from <= ?2 AND day_to >= ?2
    AND known_from <= ?3 AND known_to >= ?3"""
_BOXED = "VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_NOW = """SELECT kind, slug, (SELECT CASE WHEN known <= ?3 THEN item END FROM now
    WHERE subject = id AND day <= ?2 ORDER BY day DESC LIMIT 1) item FROM subject WHERE programme = ?1"""
_THEN = """SELECT kind, slug, coalesce(
    (SELECT CASE WHEN known <= ?3 THEN item END FROM now WHERE subject = id AND day <= ?2 ORDER BY day DESC LIMIT 1),
    (SELECT CASE WHEN known <= ?3 AND day <= ?2 THEN item END FROM tail WHERE subject = id AND known_to > ?3
     ORDER BY known_to LIMIT 1)) item FROM subject WHERE programme = ?1"""
_CLOSED = f"SELECT kind, slug, item FROM closed WHERE {_BOX}"
_LATE_NOW = "SELECT kind, slug, change FROM plan WHERE programme = ?1 AND latest < ?2 AND known <= ?3"
_LATE_THEN = f"{_LATE_NOW} UNION ALL SELECT kind, slug, change FROM lapse WHERE {_BOX}"
_SUBJECT = """SELECT item FROM now WHERE subject = ?1 AND day <= ?2 ORDER BY day DESC LIMIT 1"""
_LATE_SUBJECT = "SELECT change FROM plan WHERE programme = ?1 AND latest < ?2 AND kind = ?3 AND slug = ?4"
_HISTORY = """SELECT sum(entries),
    group_concat(CASE WHEN is_done AND latest <= ?3 THEN head || 'false' || rest || ',"passed_over":false}' END, ','
                 ORDER BY latest, place),
    group_concat(head || CASE WHEN is_done OR latest >= ?2 THEN 'false' ELSE 'true' END || rest || '}', ','
                 ORDER BY place) FROM piece WHERE subject = ?1"""


class HandSqlite:
    """The tables, and the questions."""

    def __init__(self, folder: str) -> None:
        self.path = Path(folder) / "hand.sqlite"
        self.connection = pysqlite3.connect(str(self.path), isolation_level=None, cached_statements=64)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.connection.executescript(_SCHEMA)
        self._subjects: dict[tuple[str, str, str], int] = {}
        self._programmes = 0

    def load(self, slug: str, programme: Programme) -> None:
        """Take in what there is to know of a programme."""
        run, number = self.connection, self._programmes + 1
        self._programmes = number
        run.execute("BEGIN")
        run.execute("INSERT INTO programme VALUES (?, ?)", (slug, number))
        run.executemany("INSERT INTO recorded VALUES (?, ?, ?)", [(number, *row) for row in programme.recorded])
        for (type_, name), subject in programme.subjects.items():
            id_ = self._subjects[slug, type_, name] = len(self._subjects) + 1
            kind = KINDS.index(type_)
            run.execute("INSERT INTO subject VALUES (?, ?, ?, ?)", (number, kind, name, id_))
            now = [(id_, day, subject.known[at], subject.item(at)) for at, day in enumerate(subject.days)]
            run.executemany("INSERT INTO now VALUES (?, ?, ?, ?)", now)
            tail = [(id_, c.known_to, c.known_from, c.day_from, c.item) for c in subject.closed if c.day_to == END]
            run.executemany("INSERT INTO tail VALUES (?, ?, ?, ?, ?)", tail)
            closed = [(*box(number, c), kind, name, c.item) for c in subject.closed if c.day_to != END]
            run.executemany(f"INSERT INTO closed {_BOXED}", closed)
        stand = [p for p in programme.lapses if p.stands]
        plans = [(number, p.latest, p.change, p.known_from, KINDS.index(p.type), p.slug) for p in stand]
        run.executemany("INSERT INTO plan VALUES (?, ?, ?, ?, ?, ?)", plans)
        lapses = [(*box(number, p), KINDS.index(p.type), p.slug, p.change) for p in programme.lapses if not p.stands]
        run.executemany(f"INSERT INTO lapse {_BOXED}", lapses)
        run.execute("COMMIT")

    def load_history(self, slug: str, type_: str, name: str, pieces: Iterable[Piece]) -> None:
        """Take in the history of one subject."""
        id_ = self._subjects[slug, type_, name]
        rows = [(id_, *piece) for piece in pieces]
        self.connection.executemany("INSERT INTO piece VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def finish(self) -> None:
        """Put the tables in order for the questions."""
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def structure(self, slug: str, day: int, known_on: int) -> str:
        """The structure on a day, as known on a day."""
        run = self.connection
        run.execute("BEGIN")
        number, known, last = run.execute(_POINT, (known_on, slug)).fetchone()
        is_current = known == last
        late = run.execute(_LATE_NOW if is_current else _LATE_THEN, (number, known_on, known)).fetchall()
        rows = run.execute(_NOW if is_current else _THEN, (number, day, known)).fetchall()
        closed = [] if is_current else run.execute(_CLOSED, (number, day, known)).fetchall()
        run.execute("COMMIT")
        return said(rows, closed, late)

    def subject(self, slug: str, type_: str, name: str, day: int, known_on: int) -> bytes:
        """One subject on a day, as known now, with its history."""
        run, id_ = self.connection, self._subjects[slug, type_, name]
        run.execute("BEGIN")
        (number,) = run.execute("SELECT id FROM programme WHERE slug = ?", (slug,)).fetchone()
        (item,) = run.execute(_SUBJECT, (id_, day)).fetchone()
        late = run.execute(_LATE_SUBJECT, (number, known_on, KINDS.index(type_), name)).fetchall()
        found = run.execute(_HISTORY, (id_, known_on, day)).fetchone()
        run.execute("COMMIT")
        return whole(type_, item, [change for (change,) in late], found)


def box(programme: int, known: Closed | Lapse) -> tuple[int, ...]:
    """The sides of a rectangle, closed at both ends."""
    return programme, programme, known.day_from, known.day_to - 1, known.known_from, known.known_to - 1


def said(rows: list[Row], closed: list[Row], late: list[Row]) -> str:
    """The members of the answer from rows of kind, slug and item, in order; where a row has no item, it may be among
    the closed ones. What is late is put into its subject's item."""
    past = {row[:2]: row[2] for row in closed}
    overdue: dict[tuple[int, str], list[str]] = {}
    for kind, slug, change in late:
        overdue.setdefault((kind, slug), []).append(change or "")
    lists: list[list[str]] = [[] for _ in KINDS]
    for kind, slug, found in rows:
        item = found or past.get((kind, slug))
        if item is not None:
            if overdue and (kind, slug) in overdue:
                names = ",".join(f'"{change}"' for change in sorted(overdue[kind, slug]))
                item = f"{item[:-2]}{names}]}}"
            lists[kind].append(item)
    parts = [f'"{plural}":[{",".join(items)}]' for plural, items in zip(PLURALS, lists, strict=True)]
    return ",".join(parts) + ',"possible":[],"passed_over":[]'
