"""An audit asks Slack for what its rules look at, and only of channels that give a reason to."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import yaml

from commplan.api import Origin, Plan, Rule, Selection, Severity, Verdicts, rule
from commplan.checker.live import request, wanted_of
from commplan.testing import complete


def looking(code: str, *reads: str, of: tuple[str, ...] = ()) -> Rule:
    def nothing(workspace: object) -> Verdicts:
        return ()

    made = rule(
        code, severity=Severity.INFO, profile="basic", since="0", source="x", reads=reads, of=of
    )
    return made(nothing)


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
    made = request((plan(text),), Selection(rules, {}), 60.0)
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
    facts = request((plan(PLAN),), Selection(RULES[:1], {}), 60.0).facts
    assert facts == ("private-channels", "public-channels")


def test_a_rule_about_every_channel_asks_of_those_in_use() -> None:
    found = asked(PLAN, looking("XAA305", "sharing"))
    asking = {one for one, facts in found.items() if facts == ("sharing",)}
    assert asking == {"C01", "C02", "both"}


def test_many_channels_without_a_promise_cost_no_call_of_their_own() -> None:
    channels = "\n".join(f"  c{n}: {{kind: slack, slack: C{n:04}}}" for n in range(500))
    made = request((plan("channels:\n" + channels),), Selection(RULES, {}), 60.0)
    assert made.facts == ("private-channels", "public-channels")
    assert {wanted.facts for wanted in made.channels} == {()}


def test_a_snapshot_keeps_everything_of_declared_channels_and_who_is_in_managed_ones() -> None:
    made = wanted_of((plan(PLAN),), ("members", "people", "pins"), 60.0)
    found = {wanted.id or wanted.name: wanted.facts for wanted in made.channels}
    assert found == {
        **dict.fromkeys(("C01", "C02", "both", "C04"), ("members", "pins")),
        "it-*": ("members",),
    }


def test_what_no_plan_can_say_of_a_channel_is_refused() -> None:
    with pytest.raises(TypeError, match=r"rule XAA306 looks at channels with ownr; what a plan"):
        looking("XAA306", "members", of=("ownr",))
