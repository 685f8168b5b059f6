"""How far back rules look by themselves, and where."""

from __future__ import annotations

import pytest

from commplan.clock import parse_duration
from commplan.engine.lookback import measured_by_rules, rule_window
from commplan.engine.select import Selection
from commplan.errors import ConfigError
from commplan.rules import commplan_rules
from tests.measures.oracle import read_plan

RULES = {rule.code: rule for rule in commplan_rules()}
PLAN = read_plan("""
channels:
  it-help: {kind: slack, slack: C01HELP, intake: {threads: required}}
  alerts: {kind: slack, slack: C03ALERTS}
  team: {kind: slack, slack: C04OPS}
  old: {kind: slack, slack: C05OLD, state: retired, intake: {}}
monitoring: {vpn: {alerts: {down: {channel: "channel:alerts"}}}}
""")


def selection(*codes: str, **parameters: object) -> Selection:
    given = {codes[0]: parameters} if parameters else {}
    return Selection(tuple(RULES[code] for code in codes), given)


def test_rules_are_told_with_their_channels_and_windows() -> None:
    run = selection("TKT402", "TKT404", "SLA403", "HYG401")
    assert [
        (one.channel.id, one.what, str(one.window)) for one in measured_by_rules(PLAN, run)
    ] == [
        ("it-help", "TKT402 (backlog-growing)", "56d"),
        ("alerts", "TKT404 (alert-channel-noisy)", "28d"),
    ]


def test_configuration_says_how_far() -> None:
    (found,) = measured_by_rules(PLAN, selection("TKT402", weeks=12))
    assert found.window == parse_duration("12w")
    assert rule_window(RULES["GOL401"], selection("GOL401", window="90d")) == parse_duration("90d")
    assert rule_window(RULES["SLA403"], selection("SLA403")) is None
    with pytest.raises(ConfigError, match="GOL401: window: "):
        rule_window(RULES["GOL401"], selection("GOL401", window="soon"))
