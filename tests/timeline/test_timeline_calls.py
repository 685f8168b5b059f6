"""Paths unrolled: levels, waits, media, nested paths."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from commplan.clock import MINUTE, parse_instant
from commplan.errors import ConfigError
from commplan.plan import Reference
from commplan.timeline import Arrival, Idle, Timeline, gathered, has_contact, there_for

Make = Callable[..., Timeline]

PATH = """
stakeholders:
  people:
    alice: {name: Alice, slack: U1}
    bob: {name: Bob, contacts: {phone: "secret:b", email: b@example.org}}
    chen: {name: Chen}
  groups:
    leads: {slack_usergroup: S1}
tools:
  pager: {kind: paging}
  wiki: {kind: docs}
escalations:
  major:
    tool: "tool:pager"
    steps:
    - {notify: ["person:alice"], via: [{phone: 0m}, {push: 1m}, {slack: 0m}], ack_within: 5m}
    - {notify: ["person:bob", "group:leads"], via: [{email: 0m}, {sms: 2m}], ack_within: 10m}
    - {notify: ["person:chen", "channel:x"], ack_within: 15m}
    repeat: 1
channels:
  x: {kind: slack}
"""


def in_minutes(*lengths: int | None) -> list[int | None]:
    return [None if length is None else length // MINUTE for length in lengths]


def test_waits_add_up_and_the_path_ends_after_all_rounds(unroll_plan: Make) -> None:
    unrolled = unroll_plan(PATH).unrolled("major")
    assert in_minutes(*(call.after for call in unrolled.calls)) == [0, 5, 15]
    assert in_minutes(unrolled.end) == [60]
    assert [call.level for call in unrolled.calls] == [(1,), (2,), (3,)]


def test_people_notice_by_the_quickest_medium_that_they_have(unroll_plan: Make) -> None:
    first, second, third = unroll_plan(PATH).unrolled("major").calls
    # Alice has no phone, is pushed after a minute, and reads Slack after ten.
    assert in_minutes(first.notice("alice"), first.notice("bob")) == [3, 2]
    assert in_minutes(second.notice("bob"), second.notice("alice")) == [5, None]
    # Whoever only others know counts as having every medium.
    assert in_minutes(second.notice("group:leads")) == [5]
    # Without `via`, Slack is our assumption: nobody fails for want of an id.
    assert in_minutes(third.notice("chen")) == [10]


def test_push_needs_a_paging_tool(unroll_plan: Make) -> None:
    for tool in ("", '    tool: "tool:wiki"\n', '    tool: "tool:nowhere"\n'):
        text = PATH.replace('    tool: "tool:pager"\n', tool)
        first, *_ = unroll_plan(text).unrolled("major").calls
        assert in_minutes(first.notice("alice")) == [10]


def test_slack_reaches_a_user_group_without_the_ids_of_its_members(unroll_plan: Make) -> None:
    call, *_ = (
        unroll_plan(
            """
        stakeholders:
          people: {a: {name: A}, b: {name: B}, c: {name: C}}
          groups:
            team: {members: ["person:a"], slack_usergroup: S1}
            club: {members: ["person:b"]}
        rotations:
          primary:
            timezone: UTC
            start: "2026-01-05T09:00"
            shift: 1w
            users: ["person:b"]
            overrides: [{from: "2026-01-05T09:00", to: "2026-01-06T09:00", user: "person:c"}]
        escalations:
          desk:
            steps:
            - notify: ["group:team", "group:club", "rotation:primary"]
              via: [{slack: 0m}]
              ack_within: 15m
        """
        )
        .unrolled("desk")
        .calls
    )
    assert in_minutes(*map(call.notice, "abc")) == [10, None, None]


def test_a_method_that_never_fires_reaches_nobody(unroll_plan: Make) -> None:
    first, second, *_ = (
        unroll_plan(
            PATH.replace("{push: 1m}, {slack: 0m}]", "{push: 5m}, {slack: 4m}]").replace(
                "[{email: 0m}, {sms: 2m}]", "[{sms: 10m}]"
            )
        )
        .unrolled("major")
        .calls
    )
    assert in_minutes(first.notice("alice")) == [14]
    assert in_minutes(second.notice("bob"), second.notice("group:leads")) == [None, None]


def test_notice_can_be_set_medium_by_medium(unroll_plan: Make) -> None:
    first, _, third = unroll_plan(PATH).unrolled("major", {"push": "30s", "slack": "1m"}).calls
    assert first.notice("alice") == MINUTE
    assert third.notice("chen") == MINUTE
    for wrong in ("soon", "1bd"):
        with pytest.raises(ConfigError, match="notice: "):
            unroll_plan(PATH).unrolled("major", {"push": wrong})


def test_a_nested_path_begins_with_the_step_that_names_it(unroll_plan: Make) -> None:
    unrolled = unroll_plan(
        """
        stakeholders:
          people: {a: {name: A}, b: {name: B}, c: {name: C}}
        escalations:
          desk:
            steps:
            - {notify: ["person:a"], ack_within: 15m}
            - {notify: ["escalation:major", "person:a"], ack_within: 5m}
          major:
            steps:
            - {notify: ["person:b"], ack_within: 10m}
            - {notify: ["person:c"], ack_within: 20m}
            repeat: 1
        """
    ).unrolled("desk")
    assert [call.level for call in unrolled.calls] == [(1,), (2,), (2,), (2, 2)]
    assert in_minutes(*(call.after for call in unrolled.calls)) == [0, 15, 15, 25]
    assert in_minutes(unrolled.end) == [75]


def test_a_wait_without_fixed_length_leaves_later_times_open(unroll_plan: Make) -> None:
    unrolled = unroll_plan(
        """
        stakeholders:
          people: {a: {name: A}}
        escalations:
          desk:
            steps:
            - {notify: ["person:a"], ack_within: 1bd}
            - {notify: ["person:a"], ack_within: 5m}
        """
    ).unrolled("desk")
    assert [call.after for call in unrolled.calls] == [0, None]
    assert unrolled.end is None


def test_paths_that_name_each_other_begin_once(unroll_plan: Make) -> None:
    unrolled = unroll_plan(
        """
        stakeholders:
          people: {a: {name: A}}
        escalations:
          one: {steps: [{notify: ["escalation:two"], ack_within: 5m}]}
          two: {steps: [{notify: ["escalation:one", "person:a"], ack_within: 5m}]}
        """
    ).unrolled("one")
    assert len(unrolled.calls) == 2


def test_levels_say_who_comes_and_why_nobody_does(unroll_plan: Make) -> None:
    timeline = unroll_plan(
        """
        stakeholders:
          people:
            a: {name: A, slack: U1}
            b: {name: B, calendar: "calendar:never"}
        calendars:
          never: {timezone: UTC, hours: {mon: ["03:00-03:15"]}}
        escalations:
          desk:
            steps:
            - {notify: ["person:a"], ack_within: 5m}
            - {notify: ["person:b"], ack_within: 5m}
            - {notify: ["person:a"], ack_within: 5m}
            - {notify: ["person:a"], via: [{phone: 0m}], ack_within: 5m}
        """
    )
    path = Reference("escalation", "desk", timeline.plan.root)
    then = timeline.view(path).at(parse_instant("2026-11-21T12:00:00Z"))
    calls = timeline.unrolled("desk").calls
    assert gathered(calls, there_for(calls, then)) == (
        Arrival(("a",), 0, 10 * MINUTE),
        Idle((2,), "resolves to nobody"),
        Idle((3,), "adds nobody new"),
        Idle((4,), "reaches nobody by its media"),
    )


def test_an_escalation_stands_for_those_whom_it_reaches(unroll_plan: Make) -> None:
    timeline = unroll_plan(
        """
        stakeholders:
          people:
            a: {name: A, slack: U1}
            b: {name: B, slack: U2}
          roles: {lead: {holders: ["person:a", "person:b"], reachable: 24x7}}
        escalations:
          desk: {steps: [{notify: ["role:lead", "person:b"], via: [{phone: 0m}], ack_within: 5m}]}
          chat: {steps: [{notify: ["role:lead"], via: [{slack: 0m}], ack_within: 5m}]}
        """
    )
    desk, chat = (Reference("escalation", key, timeline.plan.root) for key in ("desk", "chat"))
    then = timeline.view(desk, chat).at(timeline.as_of)
    assert then.people(desk, trusting=True) == ()
    assert then.people(chat) == ("a",)


def test_contacts() -> None:
    from commplan.document import read_documents
    from commplan.place import Origin
    from commplan.plan import Plan

    value = (
        read_documents(
            b"stakeholders: {people: {a: {name: A, slack: U1}, b: {contacts: {phone: x}}}}",
            "plan.yaml",
        )
        .documents[0]
        .value
    )
    a, b = Plan(value, Origin("plan.yaml", 0)).people.values()  # type: ignore[arg-type]
    media = ("slack", "phone", "sms", "email", "push")
    assert [has_contact(a, medium) for medium in media] == [True, False, False, False, True]
    assert [has_contact(b, medium) for medium in media] == [False, True, True, False, True]
