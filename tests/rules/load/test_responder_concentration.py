from commplan.finding import Outcome
from commplan.rules.load.responder_concentration import responder_concentration
from commplan.testing import expect, judge_text
from tests.rules.habits.desk import PLAN, asked, reasons, told


def answered(who: str, times: int, hour: str) -> str:
    return asked(f"2026-11-02T{hour}:00", times, f"after: 5m, user: {who}", every="6h")


LIVE = told(answered("U1", 42, "09"), answered("U2", 12, "10"), answered("U3", 6, "11"))


def test_the_example_of_seventy_twenty_and_ten() -> None:
    marked = PLAN.replace(
        "  it-help:", "  it-help:  # <- 60 answers come from 2.2 effective responders of 5", 1
    )
    expect(responder_concentration, marked, workspace=LIVE)
    (finding,) = judge_text(responder_concentration, PLAN, workspace=LIVE).findings
    assert not [value for value in finding.facts.values() if str(value).startswith("U")]


def test_two_in_one_thread_are_two_answers_and_one_twice_is_one() -> None:
    both = asked(
        "2026-11-02T09:00", 25, "after: 5m, user: U1", "after: 6m, user: U2", "after: 7m, user: U2"
    )
    (finding,) = judge_text(responder_concentration, PLAN, workspace=told(both)).findings
    assert (finding.facts["answers"], finding.facts["top"]) == (50, 0.5)


def test_few_answers_decide_nothing_and_tell_no_shares() -> None:
    (finding,) = judge_text(
        responder_concentration, PLAN, workspace=told(answered("U1", 49, "09"))
    ).findings
    assert finding.outcome is Outcome.INCONCLUSIVE
    assert finding.message == (
        "#it-help: 49 answers of responders, it takes 50 to tell how they are spread"
    )
    assert finding.help == "wait for more answers, or look at a longer `window`"


def test_no_longer_window_is_asked_for_where_this_one_was_not_read() -> None:
    (finding,) = judge_text(
        responder_concentration,
        PLAN,
        workspace=told(answered("U1", 49, "09")),
        parameters={"window": "450d"},
    ).findings
    assert "; messages of #it-help are known from" in finding.message
    assert finding.help == "wait for more answers"


def test_of_few_responders_nothing_is_told() -> None:
    live = LIVE.replace("users: [U1, U2, U3, U4, U5]", "users: [U1, U2, U3, U4]")
    verdict = judge_text(responder_concentration, PLAN, workspace=live)
    assert not verdict.findings
    assert reasons(verdict.skipped) == [
        "#it-help has fewer than 5 responders, of whom nothing is told"
    ]
