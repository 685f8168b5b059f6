"""Who is there, moment by moment."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from commplan.clock import DAY, HOUR, Duration, parse_duration, parse_instant
from commplan.errors import CommplanError, ConfigError
from commplan.plan import Reference
from commplan.timeline import Moment, Timeline, View

Make = Callable[..., Timeline]

PEOPLE = """
metadata: {id: team, timezone: Europe/London}
stakeholders:
  people:
    alice: {name: Alice, calendar: "calendar:uk", contacts: {phone: "secret:a"}}
    bob: {name: Bob, calendar: "calendar:uk"}
    chen: {name: Chen}
    dana: {name: Dana, calendar: "calendar:uk"}
  groups:
    team: {members: ["person:alice", "role:lead"]}
    leads: {slack_usergroup: S1}
    derived: {source: "rotation:primary"}
  roles:
    lead: {holders: ["person:bob"], deputies: ["person:dana"]}
    head: {holders: ["person:bob"], deputies: ["person:dana"], reachable: 24x7}
    either: {holders: ["person:chen", "person:dana"]}
    commander: {holders: ["rotation:primary"]}
  external:
    netco: {contact: "secret:netco"}
calendars:
  uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
rotations:
  primary:
    timezone: Europe/London
    start: "2026-11-23T09:00"
    shift: 1w
    users: ["person:alice", "person:bob"]
"""
SATURDAY = "2026-11-21T12:00:00Z"
MONDAY = "2026-11-23T08:30:00Z"
ON_DUTY = "2026-11-28T12:00:00Z"
"""A Saturday in Alice's week."""


def moment(timeline: Timeline, t: str, *references: Reference) -> Moment:
    return timeline.view(*references).at(parse_instant(t))


def ref(timeline: Timeline, text: str) -> Reference:
    kind, _, key = text.partition(":")
    return Reference(kind, key, timeline.plan.root)


@pytest.mark.parametrize(
    ("who", "t", "certain", "trusting"),
    [
        ("person:alice", "2026-11-24T12:00:00Z", "alice", "alice"),
        ("person:alice", SATURDAY, "", ""),
        ("person:alice", ON_DUTY, "alice", "alice"),
        ("person:bob", ON_DUTY, "", ""),
        ("person:chen", SATURDAY, "", "chen"),
        ("group:team", "2026-11-24T12:00:00Z", "alice bob", "alice bob"),
        ("group:team", ON_DUTY, "alice", "alice"),
        ("group:leads", ON_DUTY, "", "group:leads"),
        ("group:derived", ON_DUTY, "alice", "alice"),
        ("role:lead", ON_DUTY, "", ""),
        ("role:head", ON_DUTY, "bob", "bob"),
        ("role:either", "2026-11-24T12:00:00Z", "dana", "chen"),
        ("role:either", SATURDAY, "", "chen"),
        ("role:commander", ON_DUTY, "alice", "alice"),
        ("rotation:primary", MONDAY, "", ""),
        ("rotation:primary", ON_DUTY, "alice", "alice"),
        ("external:netco", ON_DUTY, "", "external:netco"),
    ],
)
def test_who_is_there(unroll_plan: Make, who: str, t: str, certain: str, trusting: str) -> None:
    timeline = unroll_plan(PEOPLE)
    reference = ref(timeline, who)
    then = moment(timeline, t, reference)
    assert then.people(reference) == tuple(certain.split())
    assert then.people(reference, trusting=True) == tuple(trusting.split())


def test_two_views_of_one_timeline_do_not_disturb_each_other(unroll_plan: Make) -> None:
    timeline = unroll_plan(PEOPLE)
    alice, leads = ref(timeline, "person:alice"), ref(timeline, "group:leads")
    assert moment(timeline, SATURDAY, leads).people(leads, trusting=True) == ("group:leads",)
    assert moment(timeline, SATURDAY, alice).people(alice, trusting=True) == ()


def test_leave_and_last_days_are_days_in_the_persons_zone(unroll_plan: Make) -> None:
    timeline = unroll_plan(
        """
        stakeholders:
          people:
            chen:
              name: Chen
              timezone: Australia/Sydney
              leave: [{from: "2026-11-25", to: "2026-11-25"}]
              until: "2026-12-31"
          roles:
            lead: {holders: ["person:chen"], reachable: 24x7}
        """
    )
    lead = ref(timeline, "role:lead")
    there = timeline.view(lead).when(lambda m: m.people(lead) == ("chen",))
    assert there == (
        (parse_instant("2026-11-21T09:00:00Z"), parse_instant("2026-11-24T13:00:00Z")),
        (parse_instant("2026-11-25T13:00:00Z"), parse_instant("2026-12-31T13:00:00Z")),
    )


def test_somebody_on_leave_is_not_on_call_and_the_deputy_takes_the_role(unroll_plan: Make) -> None:
    timeline = unroll_plan(
        """
        stakeholders:
          people:
            alice: {name: Alice, leave: [{from: "2026-11-21", to: "2026-11-22"}]}
            bob: {name: Bob}
          roles:
            lead: {holders: ["person:alice"], deputies: ["person:bob"], reachable: 24x7}
        rotations:
          primary: {timezone: UTC, start: "2026-11-01T00:00", shift: 1w, users: ["person:alice"]}
        """
    )
    lead, primary = ref(timeline, "role:lead"), ref(timeline, "rotation:primary")
    then = moment(timeline, SATURDAY, lead, primary)
    assert then.people(lead) == ("bob",)
    assert then.people(primary) == ()
    later = moment(timeline, "2026-11-23T00:00:00Z", lead, primary)
    assert later.people(lead, primary) == ("alice",)


def test_an_override_takes_over(unroll_plan: Make) -> None:
    timeline = unroll_plan(
        """
        stakeholders:
          people: {alice: {name: Alice}, bob: {name: Bob}}
        rotations:
          primary:
            timezone: Europe/London
            start: "2026-11-01T00:00"
            shift: 1w
            users: ["person:alice"]
            overrides: [{from: "2026-11-22T00:00", to: "2026-11-22T12:00", user: "person:bob"}]
        """
    )
    primary = ref(timeline, "rotation:primary")
    bob = timeline.view(primary).when(lambda m: m.people(primary) == ("bob",))
    assert bob == ((parse_instant("2026-11-22T00:00Z"), parse_instant("2026-11-22T12:00Z")),)
    assert [shift.user for shift in timeline.shifts("primary")] == [
        "person:alice",
        "person:bob",
        "person:alice",
    ]


def test_a_rotation_of_groups_and_roles_ignores_calendars(unroll_plan: Make) -> None:
    timeline = unroll_plan(
        """
        stakeholders:
          people:
            alice: {name: Alice, calendar: "calendar:never"}
            bob: {name: Bob, calendar: "calendar:never"}
          groups: {night: {members: ["person:alice", "person:bob"]}}
          roles: {lead: {holders: ["person:bob", "person:alice"]}}
        calendars: {never: {timezone: UTC, hours: {mon: ["03:00-03:15"]}}}
        rotations:
          primary:
            timezone: UTC
            start: "2026-11-21T00:00"
            shift: 1d
            users: ["group:night", "role:lead"]
        """
    )
    primary, alice = ref(timeline, "rotation:primary"), ref(timeline, "person:alice")
    first = moment(timeline, "2026-11-21T12:00:00Z", primary, alice)
    assert first.people(primary) == ("alice", "bob")
    assert first.people(alice) == ("alice",)
    second = moment(timeline, "2026-11-22T12:00:00Z", primary, alice)
    assert second.people(primary) == ("bob",)
    assert second.people(alice) == ()


def test_a_rotation_out_of_order_leaves_everything_open(unroll_plan: Make) -> None:
    timeline = unroll_plan(
        """
        stakeholders:
          people: {alice: {name: Alice, calendar: "calendar:uk"}}
        calendars: {uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}}
        rotations:
          primary:
            {timezone: Mars/X, start: "2026-11-01T00:00", shift: 1w, users: ["person:alice"]}
        """
    )
    primary, alice = ref(timeline, "rotation:primary"), ref(timeline, "person:alice")
    then = moment(timeline, SATURDAY, primary, alice)
    assert then.people(primary, alice) == ()
    assert then.people(primary, trusting=True) == ("alice",)
    assert then.people(alice, trusting=True) == ("alice",)
    assert timeline.shifts("primary") == ()
    assert timeline.doubts(["alice"]) == "alice (on call in a rotation that is not valid)"


def test_a_calendar_that_cannot_be_read_leaves_its_people_open(unroll_plan: Make) -> None:
    timeline = unroll_plan(
        """
        stakeholders:
          people: {alice: {name: Alice, calendar: "calendar:uk"}}
        calendars:
          uk: {timezone: Europe/Londn, hours: {mon-fri: ["09:00-17:30"]}}
        """
    )
    alice = ref(timeline, "person:alice")
    assert moment(timeline, SATURDAY, alice).people(alice) == ()
    assert moment(timeline, SATURDAY, alice).people(alice, trusting=True) == ("alice",)
    assert timeline.doubts(["alice"]) == "alice (calendar:uk is not valid)"
    assert timeline.clock_fault("calendar:uk") == (
        "calendar:uk is not valid: 'Europe/Londn' is not a zone of the IANA time-zone database"
    )
    with pytest.raises(CommplanError, match=r"plan\.yaml: calendar:uk: 'Europe/Londn'"):
        timeline.hours("calendar:uk")


def test_holidays_that_cannot_be_looked_up_name_the_calendar(
    unroll_plan: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from commplan.clock import HolidaysUnavailable

    def missing(source: str, first: int, last: int) -> frozenset[object]:
        raise HolidaysUnavailable(source)

    monkeypatch.setattr("commplan.timeline.roster.holiday_dates", missing)
    timeline = unroll_plan(
        """
        calendars:
          it: {timezone: UTC, hours: {mon: ["09:00-10:00"]}, holidays: {source: "holidays:SM"}}
        """
    )
    with pytest.raises(CommplanError, match=r"plan\.yaml: calendar:it: .*pip install"):
        timeline.clock_fault("calendar:it")


def test_a_cycle_ends_and_is_not_sound(unroll_plan: Make) -> None:
    timeline = unroll_plan(
        """
        stakeholders:
          people: {alice: {name: Alice, calendar: "calendar:uk"}}
          groups:
            a: {members: ["group:b"]}
            b: {members: ["group:a", "person:alice"]}
        calendars: {uk: {timezone: UTC, hours: {daily: ["00:00-24:00"]}}}
        """
    )
    a, alice = ref(timeline, "group:a"), ref(timeline, "person:alice")
    assert not timeline.sound(a)
    assert timeline.sound(alice)
    assert moment(timeline, SATURDAY, a).people(a) == ("alice",)


def test_a_broken_reference_is_not_sound(unroll_plan: Make) -> None:
    timeline = unroll_plan(
        """
        stakeholders:
          people: {alice: {name: Alice}}
          groups: {a: {members: ["person:alice", "person:alcie"]}}
        """
    )
    assert not timeline.sound(ref(timeline, "group:a"))


def test_the_plans_horizon_wins(unroll_plan: Make) -> None:
    start = parse_instant("2026-11-21T09:00:00Z")
    assert unroll_plan("goals: {}").window == (start, start + 53 * 7 * DAY)
    assert unroll_plan("goals: {}", horizon=Duration(HOUR)).window == (start, start + HOUR)
    declared = unroll_plan("coverage: {horizon: 1mo}", horizon=Duration(HOUR))
    assert declared.window == (start, parse_instant("2026-12-21T09:00:00Z"))
    assert declared.over("2w").window == declared.window
    assert unroll_plan("goals: {}").over("2w").window == (start, start + 14 * DAY)
    assert unroll_plan("coverage: {horizon: 10bd}").window == (start, start + 10 * DAY)


def test_the_longest_horizon_that_a_plan_can_state_is_within_reach(unroll_plan: Make) -> None:
    start, end = unroll_plan("coverage: {horizon: 999w999d99999h}").window
    assert 30 * 365 * DAY < end - start < 100 * 365 * DAY


@pytest.mark.parametrize(
    ("horizon", "fault"),
    [
        ("soon", "'soon' is no duration"),
        ("0s", "'0s' is nothing to look at"),
        ("9999w", "'9999w' is more than a century"),
    ],
)
def test_a_configured_horizon_beyond_reach_is_refused(
    unroll_plan: Make, horizon: str, fault: str
) -> None:
    with pytest.raises(ConfigError, match=f"horizon: {fault}"):
        unroll_plan("goals: {}").over(horizon)


def test_messages_are_told_in_the_plans_zone_else_in_the_one_that_all_share(
    unroll_plan: Make,
) -> None:
    text = PEOPLE.replace("metadata: {id: team, timezone: Europe/London}", "metadata: {id: team}")
    alice = "person:alice"
    declared, shared = unroll_plan(PEOPLE), unroll_plan(text)
    mixed = unroll_plan(
        text.replace("primary:\n    timezone: Europe/London", "primary:\n    timezone: Asia/Tokyo")
    )
    assert declared.zone(ref(declared, alice)) == "Europe/London"
    assert shared.zone(ref(shared, alice)) == "Europe/London"
    assert mixed.zone(ref(mixed, alice)) == "UTC"
    wrong = unroll_plan(text.replace("{id: team}", "{id: team, timezone: Europe/Londn}"))
    assert wrong.zone(ref(wrong, "person:chen")) == "UTC"


def test_a_year_of_three_regions_frozen_and_not(unroll_plan: Make) -> None:
    """Sydney, London and New York by day: without a gap in July, an hour short in winter."""
    text = """
    stakeholders:
      people:
        chen: {name: Chen, calendar: "calendar:au"}
        alice: {name: Alice, calendar: "calendar:uk"}
        dana: {name: Dana, calendar: "calendar:us"}
      groups: {all: {members: ["person:chen", "person:alice", "person:dana"]}}
    calendars:
      au: {timezone: Australia/Sydney, hours: {daily: ["08:00-18:00"]}}
      uk: {timezone: Europe/London, hours: {daily: ["08:00-18:00"]}}
      us: {timezone: America/New_York, hours: {daily: ["13:00-18:00"]}}
    """
    year = unroll_plan(text, as_of="2026-01-01T00:00:00Z", horizon=parse_duration("365d"))
    everybody = ref(year, "group:all")

    def gaps(view: View) -> tuple[tuple[int, int], ...]:
        return view.when(lambda moment: not moment.people(everybody))

    moving = year.view(everybody)
    assert len(gaps(moving)) == 155
    assert {end - start for start, end in gaps(moving)} == {HOUR}
    assert gaps(moving)[0][0] == parse_instant("2026-01-01T07:00Z")
    july, january = parse_instant("2026-07-15T00:00Z"), parse_instant("2026-01-15T00:00Z")
    assert gaps(moving.frozen(july, year.window)) == ()
    assert len(gaps(moving.frozen(january, year.window))) == 365
