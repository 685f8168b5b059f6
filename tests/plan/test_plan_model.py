"""Values read into nouns: a full plan, one that says nothing, and what is odd but valid."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from commplan.document import read_documents
from commplan.place import Origin
from commplan.plan import Plan
from commplan.plan.values import day, mapping, text, texts, wall_time, whole

ORIGIN = Origin("full_plan.yaml", 0)
NINE = datetime.fromisoformat("2026-01-05T09:00")


@pytest.fixture(scope="module")
def plan() -> Plan:
    path = Path(__file__).parents[1] / "schemas" / "full_plan.yaml"
    value: Any = read_documents(path.read_bytes(), "full_plan.yaml").documents[0].value
    return Plan(value, ORIGIN)


def at(noun: Any) -> str:
    return "/".join(map(str, noun.at.pointer))


def test_metadata(plan: Plan) -> None:
    metadata = plan.metadata
    assert metadata.id == "harbour-it"
    assert str(metadata.owner) == "role:duty-lead"
    assert metadata.timezone == "Europe/Oslo"
    assert metadata.team == "T0HARBOUR"
    assert metadata.managed_channels == ("it-*", "inc-*")
    assert metadata.managed_usergroups == ("it-*",), "one text counts as a list of one"
    assert repr(plan) == "Plan('harbour-it', 'full_plan.yaml')"


def test_stakeholders(plan: Plan) -> None:
    mira, jorn = plan.people["mira"], plan.people["jørn"]
    assert (mira.name, mira.slack, mira.email, mira.guest) == (
        "Mira Sol",
        "U0MIRA",
        "mira@example.org",
        False,
    )
    assert (jorn.guest, jorn.until) == (True, date(2028, 2, 29))
    assert [(spell.first, spell.last) for spell in jorn.leave] == [
        (date(2026, 12, 21), date(2027, 1, 3))
    ]
    assert at(jorn.leave[0]) == "stakeholders/people/jørn/leave/0"
    assert [str(member) for member in plan.groups["crew"].members] == ["person:mira", "person:jørn"]
    assert str(plan.groups["on-watch"].source) == "rotation:watch"
    assert plan.groups["on-watch"].listed
    assert not plan.groups["tenants"].listed
    assert plan.roles["duty-lead"].always_reachable
    assert not plan.roles["scribe"].always_reachable
    assert plan.external["port-authority"].has_contact
    assert not plan.external["pilots"].has_contact


def test_channels_and_messages(plan: Plan) -> None:
    help_, lines = plan.channels["quay-help"], plan.channels["lines"]
    assert (help_.name, lines.name) == ("kaihjelp-ø", "lines")
    assert (at(help_), help_.name_at.pointer[-1], lines.name_at.on_key) == (
        "channels/quay-help",
        "name",
        True,
    )
    assert (help_.is_slack, lines.is_slack) == (True, False)
    assert help_.declared_private
    assert [str(bridge.to) for bridge in help_.bridges] == ["channel:lines"]
    assert help_.intake is not None
    assert str(help_.intake.responders) == "group:crew"
    assert plan.messages["outage"].when == "severity in [storm]"


def test_promises(plan: Plan) -> None:
    storm, desk = plan.slas["storm"], plan.slas["help"]
    assert storm.severities == ("storm",)
    assert desk.channels == ("quay-help",), "a bare id counts as a list of one"
    assert [(target.name, target.phase) for target in storm.updates] == [
        ("update_every", "investigating"),
        ("update_every", "monitoring"),
    ]
    assert at(storm.updates[0]) == "slas/storm/targets/update_every/investigating"
    resolve = desk.target("resolve")
    assert resolve is not None
    assert resolve.duration.business_days == 2
    assert desk.target("acknowledge") is None
    assert desk.paused_metrics == ("resolve",)
    assert plan.severities["storm"].order == 1
    assert list(plan.coverage) == ["storm"], "`horizon` is no severity"
    assert plan.olas["pilots"].clock == "24x7"


def test_duty_and_escalation(plan: Plan) -> None:
    watch, alarm = plan.rotations["watch"], plan.paths["alarm"]
    assert watch.start == NINE
    assert [str(override.user) for override in watch.overrides] == ["person:jørn"]
    assert at(watch.overrides[0]) == "rotations/watch/overrides/0"
    assert [step.number for step in alarm.steps] == [1, 2]
    assert [method.medium for method in alarm.steps[0].methods] == ["push", "sms", "phone"]
    assert at(alarm.steps[0].via[2]) == "escalations/alarm/steps/0/via/2/phone"
    assert alarm.repeat == 2
    assert alarm.on_exhausted is not None
    assert plan.calendars["quay"].holidays == "holidays:NO"


def test_the_smaller_nouns(plan: Plan) -> None:
    (alert,) = plan.alerts
    assert (alert.system, alert.id, alert.severity) == ("tide-gauge", "too-high", "storm")
    assert at(alert) == "monitoring/tide-gauge/alerts/too-high"
    assert [str(owner) for owner in plan.requests["berth"].owners] == ["group:crew"]
    assert plan.templates["outage"].file == "templates/outage.md"
    waiver = plan.waivers["w1"]
    assert (waiver.rules, waiver.pointer) == (("AVL204",), "/rotations/watch")
    assert (waiver.created, waiver.expires) == (date(2026, 10, 1), date(2027, 1, 31))
    assert plan.ids("course") == ("plain-words",)
    assert plan.ids("no such kind") == ()


def test_a_plan_that_says_nothing() -> None:
    plan = Plan({"metadata": {"id": "x"}}, ORIGIN)
    sections = (
        *(plan.people, plan.groups, plan.roles, plan.external, plan.channels, plan.messages),
        *(plan.severities, plan.slas, plan.olas, plan.calendars, plan.rotations, plan.coverage),
        *(plan.paths, plan.requests, plan.obligations, plan.templates, plan.tools, plan.waivers),
    )
    assert not any(sections)
    assert plan.alerts == ()
    assert plan.broken == frozenset()
    assert plan.metadata.timezone == "UTC"


PARTIAL: dict[str, Any] = {
    "metadata": {"id": "x"},
    "stakeholders": {
        "people": {"p": {}},
        "groups": {"g": {}},
        "roles": {"r": {}},
        "external": {"e": {}},
    },
    "channels": {"c": {}},
    "messages": {"m": {}},
    "severities": {"s": {}},
    "slas": {"l": {}},
    "olas": {"o": {}},
    "calendars": {"k": {}},
    "rotations": {"w": {}},
    "coverage": {"s": {}},
    "escalations": {"a": {}},
    "requests": {"q": {}},
    "obligations": {"b": {}},
    "templates": {"t": {}},
    "tools": {"i": {}},
    "monitoring": {"n": {"alerts": {"x": {}}}},
}


def test_entries_that_a_baseline_leaves_to_its_plans() -> None:
    plan = Plan(PARTIAL, ORIGIN)
    assert plan.people["p"].name == "p"
    assert plan.severities["s"].order == 0
    assert plan.rotations["w"].users == ()
    assert plan.paths["a"].steps == ()
    assert plan.coverage["s"].min_depth == 1
    assert (plan.slas["l"].targets, plan.channels["c"].kind) == ((), "")
    for name in ("groups", "roles", "external", "messages", "olas", "calendars", "requests"):
        assert getattr(plan, name)
    assert (plan.obligations["b"].id, plan.templates["t"].file, plan.alerts[0].severity) == (
        "b",
        None,
        None,
    )


def test_whole_numbers_may_be_written_with_a_point() -> None:
    plan = Plan(
        {
            "coverage": {"s": {"min_depth": 3.0}},
            "severities": {"s": {"order": 2.0}},
            "escalations": {"a": {"repeat": 4.0}},
        },
        ORIGIN,
    )
    assert (plan.coverage["s"].min_depth, plan.severities["s"].order, plan.paths["a"].repeat) == (
        3,
        2,
        4,
    )


@pytest.mark.parametrize(
    ("read", "value", "result"),
    [
        (mapping, None, {}),
        (mapping, ["x"], {}),
        (mapping, {"a": 1}, {"a": 1}),
        (text, None, None),
        (text, 3.2, "3.2"),
        (text, {"a": 1}, None),
        (texts, None, ()),
        (texts, "a", ("a",)),
        (texts, ["a", 1, "b"], ("a", "b")),
        (whole, 2, 2),
        (whole, 2.0, 2),
        (whole, None, None),
        (whole, True, None),
        (whole, "2", None),
        (day, "2026-02-28", date(2026, 2, 28)),
        (day, "2026-02-30", None),
        (day, None, None),
        (wall_time, "2026-01-05T09:00", NINE),
        (wall_time, "soon", None),
        (wall_time, 7, None),
    ],
)
def test_small_readers(read: Any, value: object, result: object) -> None:
    assert read(value) == result
