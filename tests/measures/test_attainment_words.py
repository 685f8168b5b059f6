"""What is told of a promised time, and the weeks of its window."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import DAY, HOUR, MINUTE, WEEK, parse_duration
from commplan.history import MessageRow
from commplan.measures import Attainment, AttainmentWords, request_attainments
from tests.measures.made import AS_OF, history_of, plan_of

PLAN = """
channels:
  it-help: {kind: slack, slack: C01HELP, intake: {responders: "group:it-ops"}}
slas:
  helpdesk:
    applies: {channel: it-help}
    clock: 24x7
    targets: {first_response: 30m}
    objective: {percentile: 90, window: 28d}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
  groups:
    it-ops: {class: it-staff, members: ["person:alice"]}
"""
WORKSPACE = """
people: {U01ALICE: alice, U09ANN: ann}
channels: {C01HELP: it-help}
messages: {C01HELP: []}
"""


def measured(asked: list[tuple[int, int | None]], window: str = "28d") -> Attainment:
    """Of requests, so long ago each, answered after so long or never."""
    rows = []
    for ago, waited in asked:
        at = AS_OF - ago
        rows.append(MessageRow("C01HELP", at, None, "U09ANN", "human", False, None, None))
        if waited is not None:
            answer = ("C01HELP", at + waited, at, "U01ALICE", "human", False, None, None)
            rows.append(MessageRow(*answer))
    plan = plan_of(PLAN)
    history = history_of(plan, WORKSPACE, rows)
    (found,) = request_attainments(
        history, plan.slas["helpdesk"], ["it-help"], window=parse_duration(window)
    )
    return found


SLOW = [(day * DAY, 2 * HOUR + day * MINUTE) for day in range(1, 6)]
FAST = [(day * DAY, 5 * MINUTE) for day in range(6, 20)]


def test_the_percentile_that_is_promised_is_told_once() -> None:
    told = AttainmentWords(measured(SLOW + FAST), None)
    assert told.figure.startswith("P90 2.1h of 19 requests (95 % CI ")
    assert told.times == "mean 36m, median 5.0m"
    assert told.all_times == "mean 36m, median 5.0m, P90 2.1h"


def test_what_too_many_have_not_got_is_not_reached() -> None:
    told = AttainmentWords(measured([*FAST[:2], (5 * DAY, None), (6 * DAY, None)]), None)
    assert (told.median, told.p90) == ("5.0m", "not reached")
    assert told.mean.startswith("at least ")
    nothing = AttainmentWords(measured([]), None)
    assert nothing.all_times == "mean none, median none, P90 none"


def test_what_is_left_out_is_told_with_its_reason() -> None:
    assert AttainmentWords(measured([(5 * MINUTE, None)]), None).left_out == (
        "; left out: 1 not yet due"
    )


def test_the_slowest_three_are_told_with_when_they_began() -> None:
    told = AttainmentWords(measured(SLOW), None)
    assert [length for length, _ in told.slow] == ["2.1h", "2.1h", "2.0h"]
    assert [what for _, what in told.slow] == [
        "Mon 2026-11-16 09:00Z",
        "Tue 2026-11-17 09:00Z",
        "Wed 2026-11-18 09:00Z",
    ]


def test_what_nobody_has_answered_yet_is_told() -> None:
    found = measured([(2 * DAY, None), (3 * DAY, 2 * HOUR)])
    told = AttainmentWords(found, None)
    assert told.slow == (
        ("48.0h", "Thu 2026-11-19 09:00Z, still open"),
        ("2.0h", "Wed 2026-11-18 09:00Z"),
    )
    plan = plan_of(PLAN)
    rows = [MessageRow("C01HELP", AS_OF - 2 * DAY, None, "U09ANN", "human", False, None, None)]
    history = history_of(plan, WORKSPACE, rows)
    (apart,) = request_attainments(
        history, plan.slas["helpdesk"], ["it-help"], window=parse_duration("28d"), by_channel=True
    )
    assert [one.is_open for one in (*found.worst, *apart.worst)] == [True, False, True]
    assert AttainmentWords(apart, history.drift.workspace).slowest.endswith(" (48.0h, still open)")


@given(
    st.lists(st.tuples(st.integers(0, 41), st.sampled_from([5, 45])), unique_by=lambda one: one[0]),
    st.integers(1, 40),
)
def test_weeks_are_those_of_a_count_by_hand(asked: list[tuple[int, int]], days: int) -> None:
    cases = [(ago * DAY + HOUR, minutes * MINUTE) for ago, minutes in asked]
    found = measured([(ago, waited) for ago, waited in cases], f"{days}d")
    end, start = AS_OF, AS_OF - days * DAY
    expected = []
    while end > start:
        begin = max(start, end - WEEK)
        mine = [waited for ago, waited in cases if begin < AS_OF - ago <= end]
        in_time = sum(waited <= 30 * MINUTE for waited in mine)
        expected.append((begin, end, in_time, len(mine) - in_time))
        end = begin
    assert [tuple(week) for week in found.weeks] == expected[::-1]
    assert [week.whole for week in found.weeks] == [
        week[1] - week[0] == WEEK for week in found.weeks
    ]
