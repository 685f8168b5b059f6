"""The tables of the record, as they grew: one step for each version, none of which changes again.

Written as the SQL that SQLite and PostgreSQL share, so that a step means in years
what it means today.
"""

from __future__ import annotations

STEPS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE commplan_state (
            version INTEGER NOT NULL,
            team_id TEXT,
            team_name TEXT
        )
        """,
        "INSERT INTO commplan_state (version) VALUES (0)",
        """
        CREATE TABLE commplan_runs (
            number BIGINT PRIMARY KEY,
            as_of BIGINT NOT NULL,
            read_at BIGINT,
            tool TEXT NOT NULL,
            complete INTEGER NOT NULL,
            found INTEGER NOT NULL,
            resolved INTEGER NOT NULL,
            not_judged INTEGER NOT NULL
        )
        """,
        "CREATE TABLE commplan_files (path TEXT PRIMARY KEY)",
        """
        CREATE TABLE commplan_findings (
            fingerprint TEXT PRIMARY KEY,
            code TEXT NOT NULL,
            name TEXT NOT NULL,
            severity TEXT NOT NULL,
            message TEXT NOT NULL,
            plan TEXT NOT NULL,
            path TEXT NOT NULL,
            pointer TEXT NOT NULL,
            home TEXT NOT NULL,
            unjudged TEXT NOT NULL,
            first_seen BIGINT NOT NULL,
            last_seen BIGINT NOT NULL,
            resolved_at BIGINT
        )
        """,
    ),
)
"""From each version to the next, beginning with nothing at all."""
