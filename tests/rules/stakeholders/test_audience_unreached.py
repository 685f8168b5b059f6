from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.place import Origin
from commplan.plan import Plan
from commplan.rules.stakeholders.audience_unreached import audience_unreached
from commplan.testing import expect, judge_text

STAKEHOLDERS = """
stakeholders:
  people: {alice: {name: A}, bob: {name: B}, chen: {name: C}, dana: {name: D}}
  groups:
    it-ops: {members: ["person:alice", "person:bob", "person:chen"]}
    desk: {members: ["person:alice", "person:bob"]}
    leads: {members: ["person:dana"]}
    staff: {members: ["group:it-ops", "group:leads"]}
    employees: {slack_usergroup: S03ALL}
    finance: {slack_usergroup: S04FIN}
    office: {members: ["person:dana", "group:finance"]}
    nobody: {class: end-users}
  roles:
    boss: {holders: ["person:dana"], deputies: ["person:alice"]}
  external:
    customers: {class: customer}
rotations:
  primary:
    {timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: ["person:bob", "person:chen"]}
"""


def messages(audience: str, *addressed: str) -> tuple[str, ...]:
    """What is said of a message for an audience by channels with those audiences."""
    names = [f"c{number}" for number, _ in enumerate(addressed, 1)]
    via = ", ".join(f'"channel:{name}"' for name in names)
    channels = ", ".join(
        f"{name}: {{kind: slack{f', audience: [{to}]' if to else ''}}}"
        for name, to in zip(names, addressed, strict=True)
    )
    verdict = judge_text(
        audience_unreached,
        f"{STAKEHOLDERS}messages: {{m: {{audience: [{audience}], via: [{via}]}}}}\n"
        f"channels: {{{channels}}}\n",
    )
    assert not verdict.skipped
    return verdict.messages


def test_the_message_that_is_promised() -> None:
    expect(
        audience_unreached,
        """
        stakeholders:
          groups:
            employees: {slack_usergroup: S03ALL}
            finance: {slack_usergroup: S04FIN}
        messages:
          change:
            audience:
            - "group:employees"
            - "group:finance"  # <- 'change' does not reach group:finance: channel:status is addres
            via: ["channel:status"]
        channels:
          status: {kind: status-page, audience: ["group:employees"]}
        """,
    )
    assert messages('"group:employees", "group:finance"', '"group:employees"') == (
        "'m' does not reach group:finance: channel:c1 is addressed to group:employees only",
    )


@pytest.mark.parametrize(
    ("audience", "addressed"),
    [
        ('"group:finance"', '"group:finance"'),
        ('"group:desk"', '"group:it-ops"'),
        ('"group:desk"', '"group:staff"'),
        ('"group:it-ops"', '"person:alice", "person:bob", "person:chen"'),
        ('"group:it-ops"', '"group:desk", "rotation:primary"'),
        ('"role:boss"', '"group:staff"'),
        ('"rotation:primary"', '"group:it-ops"'),
        ('"group:finance"', '"group:office"'),
        ('"group:office"', '"group:finance", "group:leads"'),
        ('"person:dana"', '"role:boss"'),
        ('"external:customers"', '"external:customers"'),
        ('"group:nobody"', '"group:nobody"'),
        ("", '"group:desk"'),
    ],
)
def test_everybody_is_reached(audience: str, addressed: str) -> None:
    assert messages(audience, addressed) == ()


@pytest.mark.parametrize(
    ("audience", "addressed", "missing"),
    [
        ('"group:it-ops"', '"group:desk"', "person:chen of group:it-ops"),
        ('"group:staff"', '"group:desk"', "person:chen and person:dana of group:staff"),
        ('"group:desk"', '"group:leads"', "group:desk"),
        ('"group:desk"', '"group:employees"', "group:desk"),
        ('"group:employees"', '"group:staff"', "group:employees"),
        ('"group:office"', '"group:leads"', "group:finance of group:office"),
        ('"role:boss"', '"group:leads"', "person:alice of role:boss"),
        ('"external:customers"', '"group:employees"', "external:customers"),
        ('"group:nobody"', '"group:employees"', "group:nobody"),
        (
            '"group:leads", "group:desk", "external:customers"',
            '"group:desk"',
            "group:leads and external:customers",
        ),
    ],
)
def test_some_are_missed(audience: str, addressed: str, missing: str) -> None:
    only = f"channel:c1 is addressed to {addressed.replace(chr(34), '')} only"
    assert messages(audience, addressed) == (f"'m' does not reach {missing}: {only}",)


def test_several_channels_are_taken_together() -> None:
    assert messages('"group:it-ops"', '"group:desk"', '"person:chen"') == ()
    assert messages('"group:staff"', '"group:desk"', '"group:leads"') == (
        (
            "'m' does not reach person:chen of group:staff: "
            "channel:c1 and channel:c2 are addressed to group:desk and group:leads only"
        ),
    )


def test_a_fallback_reaches_nobody_on_usual_days() -> None:
    text = """
        stakeholders:
          groups: {employees: {slack_usergroup: S03ALL}, finance: {slack_usergroup: S04FIN}}
        messages: {m: {audience: ["group:finance"], via: ["channel:a"]}}  # <- 'm' does not reach
        channels:
          a: {kind: slack, audience: ["group:employees"], fallback: "channel:b"}
          b: {kind: email, audience: ["group:finance"]}
        """
    expect(audience_unreached, text)


def test_facts_and_related_places() -> None:
    text = (
        STAKEHOLDERS
        + """
messages: {m: {audience: ["group:desk", "group:staff"], via: ["channel:a", "channel:b"]}}
channels: {a: {kind: slack, audience: ["group:desk"]}, b: {kind: email, audience: ["role:boss"]}}
"""
    )
    finding = judge_text(audience_unreached, text).findings[0]
    assert finding.location.pointer == "/messages/m/audience/1"
    assert finding.facts == {
        "message": "m",
        "unreached": ["person:chen"],
        "channels": ["channel:a", "channel:b"],
    }
    assert [related.location.pointer for related in finding.related] == [
        "/channels/a/audience",
        "/channels/b/audience",
    ]


@pytest.mark.parametrize("addressed", [[], ["", '"group:desk"'], ['"group:desk", "group:dsek"']])
def test_what_is_left_to_other_rules(addressed: list[str]) -> None:
    """No channel at all, one without an audience, and one whose audience is misspelt."""
    assert messages('"group:staff"', *addressed) == ()


def test_broken_references_in_the_message() -> None:
    assert messages('"group:desk", "group:gone"', '"group:desk"') == ()
    text = STAKEHOLDERS + 'messages: {m: {audience: ["group:desk"], via: ["channel:gone"]}}\n'
    assert judge_text(audience_unreached, text).messages == ()


def test_a_circle_of_groups_reaches_nobody_and_hides_nobody() -> None:
    text = """
        stakeholders:
          people: {alice: {name: A}, bob: {name: B}}
          groups:
            a: {members: ["group:b"]}
            b: {members: ["group:a", "person:alice"]}
        messages:
          m: {audience: ["group:b"], via: ["channel:a"]}
          n: {audience: ["person:bob"], via: ["channel:a"]}  # <- 'n' does not reach person:bob
        channels: {a: {kind: slack, audience: ["group:a"]}}
        """
    expect(audience_unreached, text)


PEOPLE = tuple("abcde")
GROUPS = tuple("vwxyz")


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    """Groups of people and of groups that come before them, so that none is empty or a circle."""
    groups: dict[str, Any] = {}
    for number, name in enumerate(GROUPS):
        people = draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3))
        inner = draw(st.lists(st.sampled_from(GROUPS[:number]), max_size=2)) if number else []
        groups[name] = {"members": [f"person:{p}" for p in people] + [f"group:{g}" for g in inner]}
    named = st.sampled_from([f"person:{p}" for p in PEOPLE] + [f"group:{g}" for g in GROUPS])
    audiences = st.lists(named, min_size=1, max_size=3)
    channels = {name: {"kind": "slack", "audience": draw(audiences)} for name in ("c", "d")}
    via = draw(st.lists(st.sampled_from(["channel:c", "channel:d"]), min_size=1, max_size=2))
    return {
        "metadata": {"id": "x"},
        "stakeholders": {"people": {p: {"name": p} for p in PEOPLE}, "groups": groups},
        "messages": {"m": {"audience": draw(audiences), "via": via}},
        "channels": channels,
    }


def members(plan: dict[str, Any], name: str) -> set[str]:
    kind, _, key = name.partition(":")
    if kind == "person":
        return {name}
    return {p for m in plan["stakeholders"]["groups"][key]["members"] for p in members(plan, m)}


@given(plans())
def test_it_is_the_difference_of_the_sets_of_people(value: dict[str, Any]) -> None:
    message = value["messages"]["m"]
    wanted = {p for name in message["audience"] for p in members(value, name)}
    reached = {
        p
        for via in message["via"]
        for name in value["channels"][via.removeprefix("channel:")]["audience"]
        for p in members(value, name)
    }
    found: list[Any] = [*audience_unreached.judge(Plan(value, Origin("plan.yaml", 0)))]
    assert [set(problem.facts["unreached"]) for problem in found] == (
        [wanted - reached] if wanted - reached else []
    )
