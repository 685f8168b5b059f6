"""The worst case of promises that rest on others, against every five-minute start."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import MINUTE, Duration, due
from commplan.timeline import Supported, Timeline, latest, supported
from tests.timeline.oracle import CHANGES, calendars, examples, instant, read

DAYS = 4
CLOCKS = st.sampled_from(["24x7", "calendar:one", "calendar:two", "calendar:three"])


def durations(most_minutes: int) -> st.SearchStrategy[str]:
    return (
        st.integers(0, most_minutes // 5).map(lambda fives: f"{5 * fives}m")
        | st.integers(1, most_minutes // 20).map(lambda twenties: f"{20 * twenties}m")
        | st.sampled_from(["1bd", "2bd", "1mo"])
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Timeline, Supported]:
    day = datetime.fromisoformat(draw(st.sampled_from([d for ds in CHANGES.values() for d in ds])))
    start = day.replace(tzinfo=UTC) - timedelta(hours=draw(st.integers(-12, 24 * DAYS)))
    olas: dict[str, Any] = {
        name: {
            "supports": ["sla:fast"],
            "targets": {"restore": draw(durations(900))},
            "clock": draw(CLOCKS),
            "parallel": draw(st.booleans()),
        }
        for name in draw(st.sampled_from(["a", "ab", "abc"]))
    }
    plan = {
        "apiVersion": "commplan/v1",
        "kind": "CommunicationPlan",
        "metadata": {"id": "random"},
        "calendars": {name: draw(calendars()) for name in ("one", "two", "three")},
        "slas": {
            "fast": {
                "clock": draw(CLOCKS),
                "targets": {
                    draw(st.sampled_from(["acknowledge", "first_response", "next_response"])): (
                        draw(durations(120))
                    ),
                    "resolve": draw(durations(2400)),
                },
            }
        },
        "olas": olas,
        "coverage": {"horizon": f"{DAYS}d"},
    }
    timeline = Timeline(read(plan)[1], instant(start))
    (case,) = supported(timeline.plan, timeline)
    return timeline, case


def lateness(timeline: Timeline, case: Supported, start: int) -> int:
    """How long after it is due a case may be restored, link by link."""

    def end(clock: str | None, start: int, duration: Duration) -> int:
        assert clock is not None
        found = due(timeline.calendar(clock), start, duration)
        assert found is not None
        return found

    asked = end(case.sla.clock, start, case.begun.duration) if case.begun else start
    in_turn, restored = asked, [asked]
    for ola in case.olas:
        assert ola.restore is not None
        if ola.parallel:
            restored.append(end(ola.clock, asked, ola.restore))
        else:
            in_turn = end(ola.clock, in_turn, ola.restore)
    return max(*restored, in_turn) - end(case.sla.clock, start, case.resolve.duration)


@examples(60)
@given(cases())
def test_the_worst_case_is_the_worst(drawn: tuple[Timeline, Supported]) -> None:
    timeline, case = drawn
    starts = (*range(*timeline.window, 5 * MINUTE), timeline.window[1] - 1)
    worst_of_grid = max(lateness(timeline, case, start) for start in starts)
    worst = latest(timeline, case)
    if worst is None:
        assert worst_of_grid <= 0
    else:
        late = worst.restored - worst.due
        assert late == lateness(timeline, case, worst.start)
        assert max(worst_of_grid, 1) <= late < worst_of_grid + 5 * MINUTE
        assert timeline.window[0] <= worst.start < timeline.window[1]
