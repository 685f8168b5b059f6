"""An audit asks Slack for what its rules look at, and only of channels that give a reason to."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import yaml

from commplan.api import Origin, Plan, Rule, Selection, Severity, Verdicts, rule
from commplan.checker.live import request, wanted_of
from commplan.clock import parse_instant
from commplan.testing import complete


def looking(code: str, *reads: str, of: tuple[str, ...] = (), lists: tuple[str, ...] = ()) -> Rule:
    def nothing(workspace: object) -> Verdicts:
        return ()

    made = rule(
        code,
        severity=Severity.INFO,
        profile="basic",
        since="0",
        source="x",
        reads=reads,
        of=of,
        lists=lists,
    )
    return made(nothing)


AS_OF = parse_instant("2026-11-21T09:00:00Z")
LISTS = ("public-channels", "private-channels")
RULES = (
    looking("XAA301", *LISTS),
    looking("XAA302", "members", of=("owner",)),
    looking("XAA303", "pins", "bookmarks", of=("publish", "runbook")),
    looking("XAA304", *LISTS, "members", of=("managed",)),
)
PLAN = """
metadata: {id: it-ops, managed: {channels: ["it-*"]}}
channels:
  plain: {kind: slack, slack: C01}
  owned: {kind: slack, slack: C02, owner: "person:alice"}
  both: {kind: slack, owner: "person:alice", publish: [sla], visibility: private}
  over: {kind: slack, slack: C04, owner: "person:alice", state: archived}
  mail: {kind: email, owner: "person:alice"}
"""


def plan(text: str) -> Plan:
    return Plan(yaml.safe_load(complete(text)), Origin("plan.yaml", 0))


def asked(text: str, *rules: Rule) -> Mapping[str | None, tuple[str, ...] | None]:
    made = request((plan(text),), Selection(rules, {}), AS_OF)
    return {wanted.id or wanted.name: wanted.facts for wanted in made.channels}


def test_each_channel_is_asked_about_what_the_plan_says_of_it() -> None:
    assert asked(PLAN, *RULES) == {
        "C01": (),
        "C02": ("members",),
        "both": ("bookmarks", "members", "pins"),
        "C04": (),
        "it-*": ("members",),
    }


def test_a_rule_that_is_not_selected_asks_for_nothing() -> None:
    assert set(asked(PLAN, RULES[0]).values()) == {()}
    facts = request((plan(PLAN),), Selection(RULES[:1], {}), AS_OF).facts
    assert facts == ("private-channels", "public-channels")


def test_a_rule_about_every_channel_asks_of_those_in_use() -> None:
    found = asked(PLAN, looking("XAA305", "sharing"))
    asking = {one for one, facts in found.items() if facts == ("sharing",)}
    assert asking == {"C01", "C02", "both"}


def test_what_administrators_see_is_asked_for_where_the_plan_says_something_of_it() -> None:
    settings = looking(
        "XAA307",
        *("channel-settings", "channel-preferences", "retention"),
        of=("posting", "settings"),
    )
    text = """
    channels:
      C01: {kind: slack, slack: C01, settings: {threads: admins}}
      C02: {kind: slack, slack: C02, posting: {broadcast: nobody}}
      C03: {kind: slack, slack: C03, settings: {retention: 90d}}
      C04: {kind: slack, slack: C04}
    """
    assert asked(text, settings) == {
        "C01": ("channel-settings",),
        "C02": ("channel-preferences", "channel-settings"),
        "C03": ("channel-settings", "retention"),
        "C04": (),
    }
    first = text.partition("      C02")[0]
    assert request((plan(first),), Selection((settings,), {}), 0).facts == ("channel-settings",)


def test_many_channels_without_a_promise_cost_no_call_of_their_own() -> None:
    channels = "\n".join(f"  c{n}: {{kind: slack, slack: C{n:04}}}" for n in range(500))
    made = request((plan("channels:\n" + channels),), Selection(RULES, {}), AS_OF)
    assert made.facts == ("private-channels", "public-channels")
    assert {wanted.facts for wanted in made.channels} == {()}


def test_a_snapshot_keeps_everything_of_declared_channels_and_who_is_in_managed_ones() -> None:
    made = wanted_of((plan(PLAN),), ("members", "people", "pins"))
    found = {wanted.id or wanted.name: wanted.facts for wanted in made.channels}
    assert found == {
        **dict.fromkeys(("C01", "C02", "both", "C04"), ("members", "pins")),
        "it-*": ("members",),
    }


def test_what_no_plan_can_say_of_a_channel_is_refused() -> None:
    with pytest.raises(TypeError, match=r"rule XAA306 looks at channels with ownr; what a plan"):
        looking("XAA306", "members", of=("ownr",))


@pytest.mark.parametrize(
    ("text", "spared"),
    [("channels: {c: {kind: slack, slack: C01}}", True), (PLAN, False)],
    ids=["nothing to list for", "an owner"],
)
def test_people_are_listed_where_a_rule_is_about_all_of_them(text: str, spared: bool) -> None:
    everybody = looking("XAA308", "members", "people", of=("owner",), lists=("people",))
    few = looking("XAA309", "members", "people", of=("owner",))
    lists = (*LISTS, "people") if spared else LISTS
    assert request((plan(text),), Selection((everybody, few), {}), AS_OF).declared_only == lists
    assert "people" in request((plan(text),), Selection((few,), {}), AS_OF).declared_only


def test_people_are_listed_where_messages_are_measured() -> None:
    text = PLAN.replace("slack: C02,", "slack: C02, intake: {request_types: [x]},")
    rule_ = looking("XAA310", "people", "messages")
    made = request((plan(text),), Selection((rule_,), {}), AS_OF, lambda _: {})
    assert "messages" in made.facts
    assert "people" not in made.declared_only


def test_a_rule_lists_nothing_that_it_does_not_read() -> None:
    with pytest.raises(TypeError, match="rule XAA311 lists people, which it does not read"):
        looking("XAA311", "members", lists=("people",))


ON_CALL = """
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    bob: {name: Bob Ito, contacts: {email: bob@example.org}}
    chen: {name: Chen Wu, slack: U03CHEN}
    dana: {name: Dana Fox, slack: U04DANA}
rotations:
  week: {timezone: UTC, start: "2026-11-16T09:00", shift: 1w, users: ["person:alice"]}
  day: {timezone: UTC, start: "2026-11-20T09:00", shift: 1d, users: ["person:chen", "person:bob"]}
"""
DUTY = looking("XAA307", "people", "dnd", of=("rotations",))


def people_asked(text: str, *rules: Rule) -> Mapping[str | None, tuple[str, ...] | None]:
    made = request((plan(text),), Selection(rules, {}), AS_OF)
    return {wanted.id or wanted.email: wanted.facts for wanted in made.people}


def test_only_whoever_is_on_call_is_asked_about_rest() -> None:
    assert people_asked(ON_CALL, DUTY) == {
        "U01ALICE": ("dnd",),
        "bob@example.org": ("dnd",),
        "U03CHEN": (),
        "U04DANA": (),
    }


def test_a_rule_about_everybody_asks_about_everybody() -> None:
    asked_of = people_asked(ON_CALL, DUTY, looking("XAA308", "dnd"))
    assert set(asked_of.values()) == {("dnd",)}
    assert set(people_asked(ON_CALL, RULES[0]).values()) == {()}


def test_without_turns_nobody_is_asked_about_rest() -> None:
    text = ON_CALL.partition("rotations:")[0]
    assert request((plan(text),), Selection((DUTY,), {}), AS_OF).facts == ("people",)


def test_who_meets_over_incidents_is_asked_of_their_channels_alone() -> None:
    text = """
    severities: {sev1: {order: 1, path: "escalation:desk"}, sev2: {order: 2}}
    messages:
      update: {kind: incident, when: severity is sev1, via: ["channel:war", "channel:mail"]}
      other: {kind: incident, when: sev2, via: ["channel:room"]}
      report: {kind: report, when: sev1 is over, via: ["channel:room"]}
    channels:
      war: {kind: slack, slack: C01}
      room: {kind: slack, slack: C02, purpose: major-incident}
      mail: {kind: email}
    """
    rules = (looking("XAA309", "members", of=("severities",)),)
    assert asked(text, *rules) == {"C01": ("members",), "C02": ()}
    elsewhere = text.replace('"channel:war", ', "")
    assert asked(elsewhere, *rules) == {"C01": (), "C02": ("members",)}
    assert asked(text.replace("escalation:desk", "x").replace('path: "x"', "x: 1"), *rules) == {
        "C01": (),
        "C02": (),
    }


def test_where_somebody_has_a_last_day_every_channel_in_use_is_looked_at() -> None:
    rules = (looking("XAA310", "members", of=("until",)),)
    people = 'stakeholders: {people: {lea: {name: Lea, slack: U01, until: "2027-01-01"}}}'
    assert asked(PLAN + people, *rules) == {
        **dict.fromkeys(("C01", "C02", "both"), ("members",)),
        "C04": (),
        "it-*": (),
    }
    assert set(asked(PLAN, *rules).values()) == {()}


@pytest.mark.parametrize(
    ("person", "facts"),
    [
        ("{name: A, slack: U01}", ("people",)),
        ("{name: A, contacts: {email: a@example.org}}", ("people",)),
        ("{name: A, slack: U01, contacts: {email: a@example.org}}", ("emails", "people")),
    ],
)
def test_addresses_are_compared_where_there_is_an_id_to_compare(
    person: str, facts: tuple[str, ...]
) -> None:
    rules = (looking("XAA311", "people", "emails", of=("contacts",)),)
    text = f"stakeholders: {{people: {{a: {person}}}}}"
    assert request((plan(text),), Selection(rules, {}), AS_OF).facts == facts
