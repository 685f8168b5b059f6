"""What waits for an answer in several channels at once, against the obvious way."""

from __future__ import annotations

from hypothesis import given

from commplan.clock import ALWAYS, HOUR, Duration
from commplan.evidence import Gap
from commplan.measures import unanswered_requests
from commplan.measures.cases import State
from tests.depth import examples
from tests.measures.oracle import PLAN, Told, histories, history_of, requests_of, until
from tests.measures.test_cases import naive

PROMISE = """
slas:
  desks:
    applies: {channel: [it-help, hr-help]}
    targets: {first_response: 1h}
    objective: {attainment: 0.9, window: 2d}
"""


@examples(15)
@given(told=histories())
def test_each_channel_has_its_own(told: Told) -> None:
    found = {}
    for one in unanswered_requests(history_of(told, plan=PLAN + PROMISE)):
        assert not isinstance(one, Gap)
        waiting = [(late.at, late.due, late.others) for late in one.waiting]
        found[one.desk.id] = (one.asked, one.unread, waiting)
    expected = {}
    for channel in ("C01HELP", "C02HR"):
        asked = [row for row in requests_of(until(told)) if row["channel"] == channel]
        states = [naive(row, "first_response", ALWAYS, Duration(HOUR))[0] for row in asked]
        each = list(zip(asked, states, strict=True))
        waiting = sorted(
            (row["at"], row["at"] + HOUR, row["others"])
            for row, state in each
            if state is State.MISSED and row["response_at"] is None
        )
        unread = sum(
            state is State.UNKNOWN and not row["read"] and row["response_by"] is None
            for row, state in each
        )
        expected[channel] = (len(asked), unread, waiting)
    assert found == expected
