"""The tables of the record, as they are now."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text

METADATA = MetaData()

STATE = Table(
    "commplan_state",
    METADATA,
    Column("version", Integer, nullable=False),
    Column("team_id", Text),
    Column("team_name", Text),
)
"""One row: the version of the tables, and the workspace that they are about."""

RUNS = Table(
    "commplan_runs",
    METADATA,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("as_of", BigInteger, nullable=False),
    Column("read_at", BigInteger),
    Column("tool", Text, nullable=False),
    Column("complete", Integer, nullable=False),
    Column("found", Integer, nullable=False),
    Column("resolved", Integer, nullable=False),
    Column("not_judged", Integer, nullable=False),
)
"""Every audit that was recorded; instants are microseconds since the epoch, UTC."""

FILES = Table("commplan_files", METADATA, Column("path", Text, primary_key=True))
"""Every plan file that was ever judged and is not known to be gone."""

FINDINGS = Table(
    "commplan_findings",
    METADATA,
    Column("fingerprint", Text, primary_key=True),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("plan", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("pointer", Text, nullable=False),
    Column("home", Text, nullable=False),
    Column("unjudged", Text, nullable=False),
    Column("first_seen", BigInteger, nullable=False),
    Column("last_seen", BigInteger, nullable=False),
    Column("resolved_at", BigInteger),
)
"""Every finding that was ever found, with what its rule could not judge then (a list in JSON)."""
