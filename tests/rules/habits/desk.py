"""A desk where people ask, for tests of rules about habits."""

from __future__ import annotations

from collections.abc import Iterable

PLAN = """
channels:
  it-help:
    kind: slack
    slack: C01HELP
    intake:
      responders: "group:it-ops"
      threads: required
      key_pattern: "IT-[0-9]+"
      close_reactions: [done]
stakeholders:
  groups:
    it-ops: {class: it-staff, slack_usergroup: S01ITOPS}
"""
LIVE = """
people: {U1: a, U2: b, U3: c, U4: d, U5: e, U8: kim, U9: ann}
usergroups: {S01ITOPS: {handle: it-ops, users: [U1, U2, U3, U4, U5]}}
channels: {C01HELP: it-help}
messages:
  C01HELP:
"""


def told(*items: str, live: str = LIVE) -> str:
    """A workspace with some messages in the channel, each a mapping in YAML without braces."""
    return live + ("".join(f"    - {{{item}}}\n" for item in items) or "    []\n")


def asked(at: str, times: int, *replies: str, every: str = "3h", more: str = "") -> str:
    """Requests of one person, each with the same replies: mappings without braces."""
    thread = ", ".join(f"{{{reply}}}" for reply in replies)
    return f"at: {at}, every: {every}, times: {times}, user: U9, text: Hm, thread: [{thread}]{more}"


def reasons(skipped: Iterable[object]) -> list[str]:
    """Why subjects were not assessed."""
    return [one.reason for one in skipped]  # type: ignore[attr-defined]  # of Skipped
