from __future__ import annotations

import pytest

from commplan.rules.slas.delay_unannounced import delay_unannounced
from commplan.testing import Verdict, judge_text

PLAN = """
channels:
  it-help:
    kind: slack
    slack: C01HELP
    intake: {responders: "person:alice", close_reactions: [done]}
slas:
  helpdesk:
    applies: {channel: it-help}
    clock: 24x7
    targets: {first_response: 1h, resolve: 4h}
templates:
  delay: {type: delay-notice, marker: Delay notice}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
"""
DONE = "{after: 9h, user: U01ALICE, text: ':done:'}"


def asked(*replies: str, times: int = 30, more: str = "") -> str:
    thread = ", ".join((*replies, DONE))
    return f"""
people: {{U01ALICE: alice, U09ANN: ann}}
channels: {{C01HELP: it-help}}
messages:
  C01HELP:
    - {{at: 2026-11-05T00:00, every: 10h, times: {times}, user: U09ANN, thread: [{thread}]}}
{more}
"""


def judged(workspace: str, text: str = PLAN, **more: object) -> Verdict:
    return judge_text(delay_unannounced, text, workspace=workspace, **more)  # type: ignore[arg-type]


QUICK = "{after: 5m, user: U01ALICE}"


def notice(after: str, user: str = "U01ALICE", text: str = "Delay notice: no parts") -> str:
    return f"{{after: {after}, user: {user}, text: '{text}'}}"


def test_a_notice_in_the_thread_before_the_time_is_due() -> None:
    assert judged(asked(QUICK, notice("3h"))).messages == ()


@pytest.mark.parametrize(
    "late",
    [notice("4h"), notice("3h", user="U09ANN"), notice("3h", text="still at it"), QUICK],
)
def test_what_is_no_notice(late: str) -> None:
    (finding,) = judged(asked(QUICK, late)).findings
    assert finding.outcome == "fail"
    assert finding.facts["targets"] == {"resolve": [30, 30]}


def test_a_notice_to_all_holds_for_a_day() -> None:
    def to_all(day: int) -> str:
        text = "text: 'delay notice: we move'"
        return f"    - {{at: 2026-11-{day:02}T02:00, user: U01ALICE, {text}}}"

    every_day = "\n".join(to_all(day) for day in range(5, 19))
    strict = {"max_share": 0.02}
    (finding,) = judged(asked(more=every_day), parameters=strict).findings  # one came before
    assert finding.facts["targets"] == {"first_response": [30, 1], "resolve": [30, 0]}
    assert finding.outcome == "inconclusive"


def test_a_bot_may_give_notice_and_a_filled_in_reason_is_one() -> None:
    bot = "{after: 30m, bot: B01, app: A01, text: 'Delay notice'}"
    assert judged(asked(bot, notice("3h"))).messages == ()
    text = PLAN.replace(
        "marker: Delay notice", "fields: [reason], text: 'Later because: {{ reason }}'"
    )
    told = (
        text
        + """
messages:
  late: {kind: expectation, via: ["channel:it-help"], template: "template:delay"}
"""
    )
    because = notice("3h", text="Later because: no parts")
    assert judged(asked(QUICK, because), told).messages == ()
    assert judged(asked(QUICK, notice("3h", text="Later")), told).messages != ()
    (skipped,) = judged(asked(QUICK, because), text).skipped
    assert "nobody can recognise a delay notice in channel:it-help" in skipped.reason


def test_plans_without_a_notice_and_times_that_are_kept() -> None:
    text = PLAN.replace("type: delay-notice", "type: status")
    (skipped,) = judged(asked(QUICK), text).skipped
    assert "no template of type delay-notice" in skipped.reason
    assert judged(asked(QUICK, "{after: 1h, user: U01ALICE, text: ':done:'}")).messages == ()
