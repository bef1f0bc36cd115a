"""Tables of the reminders, all outside the log: whom to remind, what was sent, and what people answered.

They hold personal data, which can be deleted. What is due is never stored as the truth: a row of `reminder` says only
that somebody is being reminded, or was.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text, UniqueConstraint, literal_column

from projections.database.partial_index import partial_index
from projections.database.tables import WORD, metadata

contact = Table(
    "contact",
    metadata,
    Column("id", WORD, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, unique=True),
    Column("person", WORD),
    Column("role", Text, nullable=False),
    Column("senior", Boolean, nullable=False),
    Column("programme", Integer),
    Column("unsubscribed", Boolean, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)
"""Someone to remind. `role` says what they may see; `programme` is the one that they belong to, null for all."""

subscription = Table(
    "subscription",
    metadata,
    Column("id", WORD, primary_key=True),
    Column("contact", WORD, nullable=False, index=True),
    Column("programme", Integer, nullable=False),
    Column("subject", WORD),
    Column("channel", Text, nullable=False),
    Column("url", Text),
    Column("secret", Text),
    Column("off", Text),
    Column("created_at", BigInteger, nullable=False),
)
"""What a contact wants to be reminded of besides what they own, and how: by email or webhook. `subject` is
`type/slug`, null for the whole programme; `off` says why a webhook was switched off."""

calendar_key = Table(
    "calendar_key",
    metadata,
    Column("id", WORD, primary_key=True),
    Column("hash", Text, nullable=False, unique=True),
    Column("programme", Integer),
    Column("contact", WORD),
    Column("public", Boolean, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)
"""What lets a calendar program in, which can send no token: to the calendar of a programme or of a contact."""

reminder = Table(
    "reminder",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("programme", Integer, nullable=False),
    Column("about", WORD, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("rung", Text, nullable=False),
    Column("contact", WORD, nullable=False),
    Column("channel", Text, nullable=False),
    Column("track", Text, nullable=False),
    Column("due_on", Integer, nullable=False),
    Column("noted_at", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("why", Text),
    Column("digest", Integer, index=True),
    UniqueConstraint("programme", "about", "revision", "rung", "contact", "channel"),
)
"""The ledger. `about` is the id of a change, or of a clash; `revision` the place of the entry that gave its date.
`state` is waiting, sent, void (then `why`) or dead; `digest` is what it went into."""
_waiting = reminder.c.state == literal_column("'waiting'")
partial_index("reminder_waiting", reminder.c.contact, reminder.c.channel, where=_waiting)
Index("reminder_due", reminder.c.due_on)

digest = Table(
    "digest",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("contact", WORD, nullable=False),
    Column("channel", Text, nullable=False),
    Column("day", Integer, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("sealed", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("next_at", BigInteger, nullable=False),
    Column("leased_until", BigInteger, nullable=False),
    Column("sent_at", BigInteger),
    Column("answer", Text),
)
"""What one contact is sent on one day by one channel. `state` is open, sent, dead or void. While it may have arrived
without our knowing, it is `sealed`: it is sent again as it was, and what becomes due waits for the next one."""
_open = digest.c.state == literal_column("'open'")
partial_index("digest_open", digest.c.contact, digest.c.channel, unique=True, where=_open)
Index("digest_day", digest.c.day)
_dead = digest.c.state == literal_column("'dead'")
partial_index("digest_dead", digest.c.id, where=_dead)

attempt = Table(
    "attempt",
    metadata,
    Column("digest", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("began_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("outcome", Text),
    Column("answer", Text),
)
"""Every attempt to send a digest, and what was answered; one without an end was cut short."""

acknowledgement = Table(
    "acknowledgement",
    metadata,
    Column("programme", Integer, primary_key=True, autoincrement=False),
    Column("about", WORD, primary_key=True),
    Column("revision", BigInteger, primary_key=True, autoincrement=False),
    Column("who", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)
"""Somebody has acknowledged it, so that it is not escalated."""

snooze = Table(
    "snooze",
    metadata,
    Column("contact", WORD, primary_key=True),
    Column("programme", Integer, primary_key=True, autoincrement=False),
    Column("about", WORD, primary_key=True),
    Column("until", Integer, nullable=False),
)
"""A contact has put its reminders off until a day."""

outage = Table(
    "outage",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("since", BigInteger, nullable=False),
    Column("answer", Text, nullable=False),
)
"""A way out that is closed now: nothing is tried until it opens."""

certain_clash = Table(
    "certain_clash",
    metadata,
    Column("programme", Integer, primary_key=True, autoincrement=False),
    Column("clash", WORD, primary_key=True),
    Column("since", BigInteger, nullable=False),
    Column("day", Integer, nullable=False),
    Column("type", Text, nullable=False),
    Column("slug", Text, nullable=False),
    Column("says", Text, nullable=False),
    Column("certain_from", Integer, nullable=False),
    Column("certain_to", Integer, nullable=False),
    Column("says_publicly", Text),
    Column("publicly_from", Integer),
    Column("publicly_to", Integer),
)
"""A clash that is certain. `since` and `day` are the place of the log's last entry when it was first found, and the day
of that; `certain_from` is its own first day, and `certain_to` the day after its last. The last three are what an
observer reads of it; null where they do not see it."""

clash_look = Table(
    "clash_look",
    metadata,
    Column("programme", Integer, primary_key=True, autoincrement=False),
    Column("position", BigInteger, nullable=False),
)
"""How long the log of a programme was when its clashes were last looked at."""

secret = Table(
    "secret",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""Keys that the deployment made for itself."""

leader_lease = Table(
    "leader_lease",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", BigInteger, nullable=False),
)
"""Which process sends reminders on SQLite: one row, renewed while the process lives."""
