"""One path from one instant: the same people, at the same times, as the rules reckon with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from commplan.checker.load import Loader
from commplan.clock import DAY, HOUR, MINUTE, format_utc, parse_instant
from commplan.plan import Plan, Reference
from commplan.timeline import Arrival, Timeline, gathered, presence, there_for, unfold
from commplan.timeline.unfolding import MOST_TURNS, Unfolding

Make = Callable[..., Timeline]
ROOT = Path(__file__).parents[2]
PEOPLE = """
calendars:
  uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
stakeholders:
  people:
    alice: {name: Alice, slack: U1, calendar: "calendar:uk", contacts: {phone: "secret:a"}}
    bob: {name: Bob, slack: U2, calendar: "calendar:uk", contacts: {phone: "secret:b"}}
    chen: {name: Chen, slack: U3, leave: [{from: "2026-11-20", to: "2026-11-22"}]}
    dana: {name: Dana, slack: U4, until: "2026-10-31"}
  groups:
    desk: {members: ["person:alice", "person:bob"]}
    leads: {slack_usergroup: S1}
  roles:
    lead: {holders: ["person:dana"], deputies: ["person:alice"]}
"""
WEEKDAY, SATURDAY = "2026-11-20T10:00:00Z", "2026-11-21T10:00:00Z"


def told(unfolding: Unfolding) -> list[str]:
    """Every turn in a few words."""
    turns = [*unfolding.turns, *([unfolding.given_up] if unfolding.given_up else [])]
    return [
        f"+{(turn.start - unfolding.start) // MINUTE} {turn.path}.{turn.step}: "
        + " ".join(
            who.id
            + "".join(f" {ring.medium}@{(ring.at - turn.start) // MINUTE}" for ring in who.rings)
            + ("" if who.certain else "?")
            for who in turn.reached
        )
        + "".join(f" [{missed.subject} {missed.reason}]" for missed in turn.missed)
        for turn in turns
    ]


def test_steps_in_turn_until_the_path_gives_up(unroll_plan: Make) -> None:
    timeline = unroll_plan(
        PEOPLE
        + """
escalations:
  p:
    steps:
    - {notify: ["group:desk"], via: [{slack: 0m}, {phone: 5m}, {sms: 30m}], ack_within: 15m}
    - {notify: ["role:lead"], ack_within: 10m}
    repeat: 1
    on_exhausted: {notify: ["group:leads"], via: [{phone: 0m}]}
""",
        WEEKDAY,
    )
    found = unfold(timeline, "p")
    assert told(found) == [
        "+0 p.1: alice phone@5 slack@0 bob phone@5 slack@0",
        "+15 p.2: alice slack@0",
        "+25 p.1: alice phone@5 slack@0 bob phone@5 slack@0",
        "+40 p.2: alice slack@0",
        "+50 p.0: group:leads phone@0?",
    ]
    assert (found.end, found.stopped) == (found.start + 50 * MINUTE, None)
    assert found.reaches_somebody


def test_why_somebody_is_not_called(unroll_plan: Make) -> None:
    timeline = unroll_plan(
        PEOPLE
        + """
rotations:
  later: {timezone: UTC, start: "2027-01-01T00:00", shift: 1w, users: ["person:bob"]}
channels:
  wall: {kind: slack}
escalations:
  p:
    steps:
    - {notify: ["group:desk", "person:chen", "person:dana", "channel:wall"], ack_within: 15m}
    - {notify: ["rotation:later", "role:lead"], ack_within: 15m}
""",
        SATURDAY,
    )
    found = unfold(timeline, "p")
    assert told(found) == [
        (
            "+0 p.1:  [alice is outside calendar:uk until Mon 09:00]"
            " [bob is outside calendar:uk until Mon 09:00] [chen is on leave until 2026-11-22]"
            " [dana left after 2026-10-31] [channel:wall is told, but is no person]"
        ),
        "+15 p.2:  [rotation:later nobody is on call] [role:lead nobody who holds it is available]",
    ]
    assert not found.reaches_somebody


def test_a_hand_over_while_the_path_runs(unroll_plan: Make) -> None:
    timeline = unroll_plan(
        PEOPLE
        + """
rotations:
  r: {timezone: UTC, start: "2026-11-02T10:10", shift: 1w, users: ["person:alice", "person:bob"]}
escalations:
  p:
    steps:
    - {notify: ["rotation:r"], ack_within: 10m}
    - {notify: ["rotation:r"], ack_within: 10m}
""",
        "2026-11-23T10:00:00Z",
    )
    found = unfold(timeline, "p")
    assert told(found) == ["+0 p.1: alice slack@0", "+10 p.2: bob slack@0"] or told(found) == [
        "+0 p.1: bob slack@0",
        "+10 p.2: alice slack@0",
    ]
    assert [who.duties for turn in found.turns for who in turn.reached] == [("r",), ("r",)]


def test_a_path_within_a_path_and_in_a_circle(unroll_plan: Make) -> None:
    timeline = unroll_plan(
        PEOPLE
        + """
escalations:
  outer:
    steps:
    - {notify: ["escalation:inner", "person:alice"], ack_within: 30m}
    - {notify: ["person:bob"], ack_within: 5m}
  inner:
    steps:
    - {notify: ["person:bob"], ack_within: 10m}
    - {notify: ["person:chen", "escalation:outer"], ack_within: 10m}
    repeat: 1
""",
        WEEKDAY,
    )
    assert told(unfold(timeline, "outer")) == [
        "+0 outer.1: alice slack@0",
        "+0 inner.1: bob slack@0",
        "+10 inner.2:  [chen is on leave until 2026-11-22]",
        "+20 inner.1: bob slack@0",
        "+30 inner.2:  [chen is on leave until 2026-11-22]",
        "+30 outer.2: bob slack@0",
    ]


@pytest.mark.parametrize(
    ("wait", "stopped"),
    [
        ("", "step 1 of escalation:p has no `ack_within`, so nobody can tell when it hands over"),
        (", ack_within: 1bd", "step 1 of escalation:p waits 1bd, which has no fixed length"),
        (", ack_within: 60w", "the plan is looked at no further ahead"),
    ],
)
def test_it_says_where_it_cannot_go_on(unroll_plan: Make, wait: str, stopped: str) -> None:
    steps = f'[{{notify: ["person:alice"]{wait}}}, {{notify: ["person:bob"], ack_within: 5m}}]'
    found = unfold(unroll_plan(f"{PEOPLE}escalations: {{p: {{steps: {steps}}}}}", WEEKDAY), "p")
    assert (found.end, found.given_up, found.stopped) == (None, None, stopped)
    assert len(found.turns) == 1


def test_a_path_that_repeats_for_ever_is_cut_short_and_still_knows_its_end(
    unroll_plan: Make,
) -> None:
    steps = '[{notify: ["person:alice"], ack_within: 1m}]'
    text = f"{PEOPLE}escalations: {{p: {{steps: {steps}, repeat: 100000}}}}"
    found = unfold(unroll_plan(text, WEEKDAY), "p")
    assert (len(found.turns), found.stopped) == (MOST_TURNS, "only the first 1000 turns are told")
    assert found.end == found.start + 100_001 * MINUTE


def test_presence_tells_who_is_there_and_when_somebody_will_be(unroll_plan: Make) -> None:
    def at(instant: str, reference: str) -> tuple[list[str], str | None]:
        timeline = unroll_plan(PEOPLE, instant)
        kind, _, name = reference.partition(":")
        found = presence(timeline, Reference(kind, name, timeline.plan.root))
        later = format_utc(found.next) if found.next else None
        return [who.id + ("" if who.certain else "?") for who in found.reached], later

    assert at(WEEKDAY, "group:desk") == (["alice", "bob"], None)
    assert at(SATURDAY, "group:desk") == ([], "2026-11-23T09:00:00Z")
    assert at(SATURDAY, "group:leads") == (["group:leads?"], None)
    assert at("2026-12-01T10:00:00Z", "person:chen") == (["chen?"], None)
    assert at(SATURDAY, "person:dana") == ([], None)


def plans() -> Iterator[Plan]:
    for path in sorted(ROOT.glob("plans/**/*.yaml")) + sorted(
        ROOT.glob("tests/scenarios/plans/**/*.yaml")
    ):
        for loaded in Loader().read(str(path), named=True):
            if loaded.plan is not None and loaded.text.kind == "CommunicationPlan":
                yield loaded.plan


def test_it_agrees_with_what_the_rules_reckon_with() -> None:
    """Where nothing changes while a path runs, both know the same arrivals at the same times."""
    compared = 0
    for plan in plans():
        for path in plan.paths.values():
            reference = Reference("escalation", path.id, plan.root)
            start = parse_instant("2026-11-21T09:00:00Z")
            timeline = Timeline(plan, start)
            if not path.steps or not timeline.sound(reference):
                continue
            view, unrolled = timeline.view(reference), timeline.unrolled(path.id)
            if unrolled.end is None or any(len(call.level) > 1 for call in unrolled.calls):
                continue
            for t in range(start, start + 14 * DAY, 5 * HOUR + 7 * MINUTE):
                moment = view.at(t)
                if any(
                    view.at(t + call.after) is not moment for call in unrolled.calls if call.after
                ):
                    continue
                levels = gathered(unrolled.calls, there_for(unrolled.calls, moment))
                expected = {level.time for level in levels if isinstance(level, Arrival)}
                found = set()
                known: set[str] = set()
                turns = unfold(Timeline(plan, t), path.id).turns
                for turn in (turn for turn in turns if turn.round == 1):
                    new = [w for w in turn.reached if w.rings and w.id not in known]
                    known.update(w.id for w in new)
                    found |= {min(w.rings[0].noticed for w in new) - t} if new else set()
                assert found == expected
                compared += 1
    assert compared > 100
