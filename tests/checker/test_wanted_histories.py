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
    WantedThreads,
    parse_instant,
    rule,
)
from commplan.catalogue import catalogue
from commplan.checker.histories import wanted_histories
from commplan.checker.live import request
from commplan.rules._index import RULES
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


def the_plan(text: str = PLAN) -> Plan:
    return Plan(yaml.safe_load(complete(text)), Origin("plan.yaml", 0))


def a_rule(
    *facts: str,
    of: tuple[str, ...] = ("measured",),
    threads: tuple[str, ...] = (),
    back: str = "",
) -> Rule:
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
        threads=threads,
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
    assert {one.threads for one in found.values()} == {()}


def test_working_days_of_the_plan_are_those_of_its_clock() -> None:
    """Fifty of them before Saturday 2026-11-21 are ten weeks."""
    text = """
    channels: {it-help: {kind: slack, slack: C01HELP}}
    calendars: {uk: {timezone: UTC, hours: {mon-fri: ["09:00-17:30"]}}}
    slas:
      helpdesk:
        applies: {channel: it-help}
        clock: "calendar:uk"
        targets: {first_response: 30m}
        objective: {window: 50bd}
    """
    selection = Selection((a_rule("messages"),), {})
    (found,) = wanted_histories(the_plan(text), selection, AS_OF, {}).values()
    assert found.since == parse_instant("2026-09-14T09:00:00Z") - DAY


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
    assert found.threads == (WantedThreads(AS_OF - 29 * DAY, Replies.ALL),)
    assert (AS_OF - found.since) / DAY == 57
    assert found.follows_from == AS_OF - 29 * DAY


DESK = """
channels:
  it-help:
    kind: slack
    slack: C01HELP
    intake: {responders: "group:it-ops", key_pattern: "IT-[0-9]+", threads: required}
  hr-help: {kind: slack, slack: C02HR, owner: "person:alice"}
  alerts: {kind: slack, slack: C03ALERTS, owner: "person:alice"}
  major: {kind: slack, slack: C04MAJOR, purpose: major-incident}
  news: {kind: slack, slack: C05NEWS}
severities: {sev1: {order: 1}}
slas:
  helpdesk: {applies: {channel: it-help}, targets: {first_response: 30m, resolve: 8h}}
  hr: {applies: {channel: hr-help}, targets: {acknowledge: 1h}}
  incidents: {applies: {severity: [sev1]}, targets: {update_every: 1h}}
kpis: {}
messages:
  weekly: {kind: report, when: "every Mon 09:00", via: ["channel:news"], audience: ["group:it-ops"]}
monitoring:
  vpn: {alerts: {vpn-down: {channel: "channel:alerts"}}}
stakeholders:
  people: {alice: {name: Alice Ng, slack: U01ALICE}, bob: {name: Bob Ito, slack: U02BOB}}
  groups: {it-ops: {class: it-staff, members: ["person:alice", "person:bob"]}}
rotations:
  desk: {timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: ["group:it-ops"]}
"""


def looked_into(*codes: str, **parameters: object) -> dict[str, set[tuple[Replies, bool]]]:
    """In which threads built-in rules look, by channel: how far, and if only in requests."""
    plan = Plan(yaml.safe_load(complete(DESK)), Origin("plan.yaml", 0))
    rules = tuple(one for one in catalogue(RULES).rules if one.code in codes)
    given = dict.fromkeys(codes, parameters) if parameters else {}
    found = wanted_histories(plan, Selection(rules, given), AS_OF, {})
    return {
        channel: {(one.replies, one.answering is not None) for one in history.threads}
        for channel, history in found.items()
        if history.threads
    }


ANSWER, UNTIL, EVERY = (Replies.ANSWER, True), (Replies.UNTIL_ANSWER, True), (Replies.ALL, True)
ANYTHING = (Replies.ALL, False)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "SLA401",
            {"it-help": {ANSWER, EVERY}, "hr-help": {ANSWER}, "major": {ANYTHING}},
        ),
        ("SLA402", {"major": {ANYTHING}, "news": {ANYTHING}}),
        ("SLA403", {"it-help": {UNTIL}}),
        ("TKT401", {"it-help": {EVERY}}),
        ("TKT402", {"it-help": {ANSWER}, "hr-help": {ANSWER}}),
        ("TKT404", {"alerts": {ANYTHING}}),
        ("HYG402", {"it-help": {EVERY}}),
        ("WRK403", {"it-help": {EVERY}, "hr-help": {EVERY}}),
        ("WRK401", {}),
    ],
)
def test_rules_look_into_no_more_threads_than_they_measure(
    code: str, expected: dict[str, set[tuple[Replies, bool]]]
) -> None:
    assert looked_into(code) == expected


def test_mentions_are_looked_for_where_enough_people_take_turns() -> None:
    everywhere = {key: {ANYTHING} for key in ("it-help", "hr-help", "alerts", "major", "news")}
    assert looked_into("WRK401", min_group=2) == everywhere
    assert looked_into("WRK401", min_group=3) == {}


@pytest.mark.parametrize(
    ("facts", "threads", "complaint"),
    [
        (("messages", "replies"), ("gossip",), "because of gossip; reasons are alerts, "),
        (("messages",), ("requests",), "does not read replies"),
    ],
)
def test_reasons_to_look_into_threads_are_known_ones(
    facts: tuple[str, ...], threads: tuple[str, ...], complaint: str
) -> None:
    with pytest.raises(TypeError, match=complaint):
        a_rule(*facts, threads=threads)


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
