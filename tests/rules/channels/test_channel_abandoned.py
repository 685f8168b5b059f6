from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.rules.channels.channel_abandoned import channel_abandoned
from commplan.testing import expect, judge_text
from commplan.testing.rules import Verdict

READ = int(datetime(2026, 11, 21, 9, tzinfo=UTC).timestamp())
DAY = 86_400
OLD = READ - 1000 * DAY
PLAN = "channels: {lab: {kind: slack, slack: C09%s}}"


def judged(live: str, more: str = "", **parameters: object) -> Verdict:
    return judge_text(
        channel_abandoned,
        PLAN % more,
        workspace=f"channels: {{C09: {{name: lab, {live}}}}}",
        parameters=parameters,
    )


def ago(days: float) -> int:
    return READ - int(days * DAY)


def test_the_finding_in_full() -> None:
    verdict = judged(f"num_members: 1, created: {OLD}, activity: {{last_human: {ago(200)}}}")
    (finding,) = verdict.findings
    assert finding.message == (
        "#lab (C09) looks abandoned: nobody has written there since 2026-05-05"
        " (200 days, limit 90d), and it has 1 member (at least 2 expected)"
        " (read Sat 2026-11-21 09:00Z)"
    )
    assert finding.help == "find out who needs #lab, or archive it and write `state: archived`"
    assert finding.location.pointer == "/channels/lab/slack"
    assert finding.resource == ("channel", "C09", "lab")
    assert finding.severity == "info"
    assert finding.facts == {
        "channel": "lab",
        "id": "C09",
        "last_human": "2026-05-05T09:00:00Z",
        "quiet_days": 200,
        "members": 1,
        "min_members": 2,
        "read_at": "2026-11-21T09:00:00Z",
    }
    assert verdict.skipped == ()


def test_only_channels_in_use_that_are_there() -> None:
    silent = f"num_members: 9, created: {OLD}, activity: {{last_human: {ago(100)}}}"
    expect(
        channel_abandoned,
        """
        channels:
          lab: {kind: slack, slack: C01}  # <- #lab (C01) looks abandoned
          retired: {kind: slack, slack: C02, state: retired}
          archived: {kind: slack, slack: C03}
          missing: {kind: slack, slack: C04}
          mail: {kind: email}
        """,
        workspace=f"""
        channels:
          C01: {{name: lab, {silent}}}
          C02: {{name: retired, {silent}}}
          C03: {{name: archived, is_archived: true, {silent}}}
        """,
    )


@pytest.mark.parametrize(
    ("activity", "words"),
    [
        (f"last_human: {ago(91)}", "nobody has written there since 2026-08-22 (91 days"),
        (f"last_human: {ago(90)}", ""),
        (f"last_human: {ago(1)}, whole: true", ""),
        (
            f"since: {ago(120)}, whole: false",
            "nobody but bots has written there since 2026-07-24 (120 days",
        ),
        (f"since: {ago(91)}, whole: true", "nobody but bots has written there since 2026-08-22"),
        (f"last_human: {ago(91)}, last_reply: {ago(91)}", "since 2026-08-22 (91 days"),
    ],
)
def test_how_long_nobody_has_written(activity: str, words: str) -> None:
    verdict = judged(f"num_members: 9, created: {OLD}, activity: {{{activity}}}")
    assert verdict.skipped == ()
    assert [words in message for message in verdict.messages] == ([True] if words else [])


def test_a_young_channel_has_not_been_quiet_for_long() -> None:
    young = f"num_members: 9, created: {ago(30)}"
    bots = f"{young}, activity: {{since: {ago(29)}, whole: true}}"
    assert judged(bots).messages == ()
    assert judged(bots, max_quiet="4w").messages != ()


@pytest.mark.parametrize(
    ("live", "reason"),
    [
        (f"created: {OLD}", "activity: not read"),
        (
            f"created: {OLD}, activity: {{last_human: {ago(100)}, last_reply: {ago(2)}}}",
            "the last answer in a thread, of 2026-11-19, may be a bot's",
        ),
        (
            f"created: {OLD}, activity: {{since: {ago(20)}, whole: false}}",
            "what was read of #lab begins on 2026-11-01 and is of nobody but bots",
        ),
        (
            f"created: {OLD}, activity: {{since: {ago(90)}, whole: true}}",
            "what was read of #lab begins on 2026-08-23 and is of nobody but bots",
        ),
        (f"created: {OLD}, activity: {{whole: true}}", "no message of #lab can be read"),
    ],
)
def test_who_may_have_written_unseen_is_not_assessed(live: str, reason: str) -> None:
    verdict = judged(f"num_members: 9, {live}")
    assert verdict.messages == ()
    assert [skipped.reason for skipped in verdict.skipped] == [reason]


@pytest.mark.parametrize(
    ("members", "declared", "words"),
    [
        ("num_members: 2", "", ""),
        ("num_members: 1", "", "it has 1 member (at least 2 expected)"),
        ("num_members: 0", "", "it has no members (at least 2 expected)"),
        ("num_members: 4", ", min_members: 5", "it has 4 members (at least 5 expected)"),
        ("num_members: 0", ", min_members: 0", ""),
    ],
)
def test_how_many_are_there(members: str, declared: str, words: str) -> None:
    live = f"{members}, created: {OLD}, activity: {{last_human: {ago(1)}}}"
    verdict = judged(live, declared)
    assert verdict.skipped == ()
    assert [words in message for message in verdict.messages] == ([True] if words else [])


def test_few_members_are_few_although_nothing_else_is_known() -> None:
    verdict = judged("num_members: 1")
    assert [f.facts["quiet_days"] for f in verdict.findings] == [None]
    assert [skipped.reason for skipped in verdict.skipped] == ["activity: not read"]


def test_a_number_that_slack_does_not_tell_is_not_assessed() -> None:
    verdict = judged(f"created: {OLD}, activity: {{last_human: {ago(1)}}}")
    assert verdict.messages == ()
    reasons = [skipped.reason for skipped in verdict.skipped]
    assert reasons == ["Slack does not tell how many are in #lab"]


def test_limits_can_be_set() -> None:
    live = f"num_members: 2, created: {OLD}, activity: {{last_human: {ago(40)}}}"
    assert judged(live).messages == ()
    assert "limit 30d" in judged(live, max_quiet="30d").messages[0]
    assert "at least 3 expected" in judged(live, min_members=3).messages[0]


@given(st.integers(0, 400 * DAY), st.integers(0, 400 * DAY), st.integers(1, 300))
def test_quiet_is_what_is_older_than_the_limit(made: int, wrote: int, days: int) -> None:
    wrote = min(wrote, made)
    live = f"num_members: 9, created: {READ - made}, activity: {{last_human: {READ - wrote}}}"
    found = bool(judged(live, max_quiet=f"{days}d").messages)
    assert found == (wrote > days * DAY)
