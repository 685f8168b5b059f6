"""How much of the messages of each channel an audit asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
import yaml

from commplan.api import (
    ConfigError,
    Origin,
    Plan,
    Problem,
    Replies,
    Rule,
    Selection,
    Severity,
    WantedHistory,
    parse_instant,
    rule,
)
from commplan.checker.histories import wanted_histories
from commplan.checker.live import request
from commplan.testing import complete

AS_OF = parse_instant("2026-11-21T09:00:00Z")
DAY = 86_400 * 1_000_000
PLAN = """
channels:
  it-help: {kind: slack, slack: C01HELP}
  alerts: {kind: slack, slack: C05ALERTS}
  team: {kind: slack, slack: C04OPS, owner: "person:alice"}
slas:
  helpdesk:
    applies: {channel: it-help}
    targets: {first_response: 30m}
    objective: {percentile: 90, window: 90d}
monitoring:
  vpn: {alerts: {vpn-down: {channel: "channel:alerts"}}}
"""


def the_plan() -> Plan:
    return Plan(yaml.safe_load(complete(PLAN)), Origin("plan.yaml", 0))


def a_rule(*facts: str, of: tuple[str, ...] = ("measured",), back: str = "") -> Rule:
    def looks(plan: Plan, *, weeks: int = 8, silent: str = "20d") -> Iterator[Problem]:
        """It looks."""
        yield from ()

    made = rule(
        "XAB401",
        severity=Severity.ERROR,
        profile="basic",
        since="0.1",
        source="A01",
        reads=facts,
        of=of,
        back=back,
    )
    return made(looks)


def days_back(found: dict[str, WantedHistory]) -> dict[str, float]:
    return {channel: (AS_OF - one.since) / DAY for channel, one in found.items()}


def wanted(*rules: Rule, **parameters: object) -> dict[str, WantedHistory]:
    selection = Selection(rules, {"XAB401": parameters} if parameters else {})
    return dict(wanted_histories(the_plan(), selection, AS_OF, {}))


def test_windows_of_the_plan_say_how_far_back() -> None:
    found = wanted(a_rule("messages"))
    assert days_back(found) == {"it-help": 91, "alerts": 29}
    assert {one.replies for one in found.values()} == {Replies.NONE}


@pytest.mark.parametrize(("back", "days"), [("8w", 57), ("weeks", 57), ("silent", 29), ("5d", 29)])
def test_a_rule_may_look_further_back_than_the_plan(back: str, days: int) -> None:
    assert days_back(wanted(a_rule("messages", back=back))) == {"it-help": 91, "alerts": days}


def test_so_far_as_its_parameters_say() -> None:
    assert days_back(wanted(a_rule("messages", back="weeks"), weeks=5))["alerts"] == 36
    assert days_back(wanted(a_rule("messages", back="silent"), silent="40d"))["alerts"] == 41


def test_channels_without_a_window_are_read_for_four_weeks() -> None:
    assert days_back(wanted(a_rule("messages", of=("owner",)))) == {"team": 29}


def test_replies_are_read_as_far_back_as_some_rule_looks_at_them() -> None:
    found = wanted(a_rule("messages", back="8w"), a_rule("messages", "replies"))["alerts"]
    assert found.replies is Replies.ALL
    assert (AS_OF - found.since) / DAY == 57
    assert (AS_OF - found.follows_from) / DAY == 29


def test_without_a_history_nobody_asks_for_messages() -> None:
    plans = [the_plan()]
    selection = Selection((a_rule("public-channels", "messages", "replies"),), {})

    def histories(plan: Plan) -> Mapping[str, WantedHistory]:
        return wanted_histories(plan, selection, AS_OF, {})

    without, with_one = (request(plans, selection, AS_OF, one) for one in (None, histories))
    assert "messages" not in without.facts
    assert {one.history for one in without.channels} == {None}
    assert {"messages", "replies"} <= set(with_one.facts)
    assert [one.id for one in with_one.channels if one.history] == ["C01HELP", "C05ALERTS"]


def test_a_rule_cannot_look_back_by_what_is_none_of_its_parameters() -> None:
    with pytest.raises(TypeError, match="looks back by 'month'"):
        a_rule("messages", back="month")


def test_what_is_no_duration_is_a_fault_of_the_configuration() -> None:
    selection = Selection((a_rule("messages", back="silent"),), {"XAB401": {"silent": "long"}})
    with pytest.raises(ConfigError, match="XAB401: silent: 'long' is no duration"):
        wanted_histories(the_plan(), selection, AS_OF, {})
