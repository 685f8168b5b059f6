from __future__ import annotations

import pytest

from commplan.rules.slas.request_unanswered import request_unanswered
from commplan.testing import Verdict, expect, judge_text

PLAN = """
channels:
  it-help:
    {kind: slack, slack: C01HELP, intake: {responders: "group:it-ops", close_reactions: [done]}}
slas:
  helpdesk:
    applies: {channel: it-help}
    clock: "calendar:uk"
    targets:
      first_response: 30m  # <- MARK
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
  groups:
    it-ops: {members: ["person:alice"]}
calendars:
  uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
"""


def asked(*written: str) -> str:
    lines = "\n".join(f"    - {{user: U09ANN, {one}}}" for one in written)
    return f"""
people: {{U01ALICE: alice, U09ANN: ann, U10BEN: ben}}
channels: {{C01HELP: it-help}}
messages:
  C01HELP: {"" if lines else "[]"}
{lines}
"""


def judged(workspace: str, text: str = PLAN, **more: object) -> Verdict:
    return judge_text(request_unanswered, text, workspace=workspace, **more)  # type: ignore[arg-type]


LATE = "at: 2026-11-20T16:50"


def test_the_oldest_is_told_with_the_replies_of_others() -> None:
    told = "#it-help, Fri 2026-11-20 16:50: was due 17:20, no answer from group:it-ops"
    thread = "thread: [{after: 5m, user: U10BEN}, {after: 6m, user: U10BEN}]"
    plan = PLAN.replace("MARK", f"{told} (2 replies by others)")
    expect(request_unanswered, plan, workspace=asked(f"{LATE}, {thread}"))


def test_the_others_are_listed_after_it() -> None:
    many = [f"at: 2026-11-19T{hour}:00" for hour in (10, 11, 12)]
    (message,) = judged(asked(LATE, *many)).messages
    assert message.startswith("#it-help, Thu 2026-11-19 10:00: was due 10:30, ")
    assert message.endswith(
        "; likewise Thu 2026-11-19 11:00, Thu 2026-11-19 12:00, Fri 2026-11-20 16:50"
    )
    (message,) = judged(asked(LATE, *many), parameters={"show": 2}).messages
    assert message.endswith("; likewise Thu 2026-11-19 11:00 and 2 more")
    (message,) = judged(asked(LATE, *many), parameters={"show": 1}).messages
    assert message.endswith("; likewise 3 more")


@pytest.mark.parametrize(
    "written",
    [
        "at: 2026-11-20T16:50, thread: [{after: 2h, user: U01ALICE}]",
        "at: 2026-11-20T17:10",  # due on Monday
        "at: 2026-11-20T16:50, reactions: {done: [U09ANN]}",
        "at: 2026-10-01T16:50",
        "at: 2026-11-20T16:50, subtype: channel_join",
    ],
)
def test_what_waits_for_nobody(written: str) -> None:
    assert judged(asked(written)).messages == ()


def test_channels_that_cannot_be_judged() -> None:
    verdict = judged("channels: {C01HELP: it-help}\nmessages: {C02X: []}")
    assert verdict.messages == ()
    unknown = judged(asked(LATE), PLAN.replace(", slack: U01ALICE", ""))
    assert unknown.messages == ()
    assert "alice" in unknown.skipped[0].reason


def test_another_day_is_told_with_what_was_due_then() -> None:
    (message,) = judged(asked("at: 2026-11-19T17:20")).messages
    assert message.startswith("#it-help, Thu 2026-11-19 17:20: was due Fri 09:20, ")
    (message,) = judged(asked("at: 2026-11-14T10:00")).messages
    assert message.startswith("#it-help, Sat 2026-11-14 10:00: was due Mon 09:30, ")


def test_counts_are_numbers() -> None:
    (finding,) = judged(asked(LATE)).findings
    counts = {name: finding.facts[name] for name in ("n", "asked", "unread", "others")}
    assert counts == {"n": 1, "asked": 1, "unread": 0, "others": 0}
    assert {type(count) for count in counts.values()} == {int}
