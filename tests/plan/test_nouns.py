"""Every key of the plan language as a field of a noun: said, left out, and impossible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from commplan.clock import Duration, parse_duration
from commplan.document import read_documents
from commplan.place import Origin, Place
from commplan.plan import Plan, Reference, Security, secured_tools, silences
from commplan.plan.sections import Sections

ORIGIN = Origin("full_plan.yaml", 0)
FULL = Path(__file__).parents[1] / "schemas" / "full_plan.yaml"
SECTIONS = tuple(
    name
    for name, value in vars(Sections).items()
    if type(value).__name__ == "cached_property" and not name.startswith("_")
)
EMPTY: dict[str, Any] = {
    "metadata": {"id": "x"},
    "stakeholders": {kind: {"x": {}} for kind in ("people", "groups", "roles", "external")},
    "goals": {"x": {}},
    "kpis": {"x": {}},
    "tools": {"x": {"security": {}, "drill": {}}},
    "channels": {
        "x": {"intake": {}, "posting": {}, "settings": {}, "drill": {}, "bridges": [{}]},
    },
    "messages": {"x": {}},
    "severities": {"x": {"pir": {}}},
    "slas": {"x": {"objective": {}, "pause": {}}},
    "olas": {"x": {}},
    "escalations": {"x": {"steps": [{}], "on_exhausted": {}, "drill": {}}},
    "requests": {"x": {}},
    "automations": {"x": {}},
    "monitoring": {"x": {"alerts": {"x": {}}}},
    "obligations": {"x": {}},
    "protocols": {
        key: {} for key in ("tone", "conduct", "dm_policy", "decisions", "notifications")
    },
    "templates": {"x": {}},
    "reviews": {"x": {}},
    "training": {"courses": {"x": {}}},
    "programmes": {"x": {"meeting": {}}},
    "feedback": {"csat": {}, "engagement": {}, "appraisal": {}},
    "capacity": {"expected": {}},
}
"""Entries that say nothing."""


@pytest.fixture(scope="module")
def plan() -> Plan:
    value: Any = read_documents(FULL.read_bytes(), FULL.name).documents[0].value
    return Plan(value, ORIGIN)


def words(found: object) -> object:
    """References, durations and places as they are written, for short comparisons."""
    if isinstance(found, Reference):
        return str(found)
    if isinstance(found, Place):
        return "/".join(map(str, found.pointer))
    if type(found) is tuple:
        return tuple(words(item) for item in found)
    return found


def fields(noun: Any, *names: str) -> tuple[object, ...]:
    return tuple(words(getattr(noun, name)) for name in names)


def long(text: str) -> Duration:
    return parse_duration(text)


def nouns(value: Any) -> Iterator[Any]:
    """Every noun in a section, those inside others and those read when asked for included."""
    if isinstance(value, Mapping):
        for item in value.values():
            yield from nouns(item)
    elif type(value) is tuple:
        for item in value:
            yield from nouns(item)
    elif hasattr(value, "_fields") and not isinstance(value, Place | Duration | Reference):
        yield value
        for name in stated(value):
            yield from nouns(getattr(value, name))


def stated(noun: Any) -> tuple[str, ...]:
    """Fields, and properties that stand for fields."""
    properties = (name for name, item in vars(type(noun)).items() if isinstance(item, property))
    return (*noun._fields, *properties)


def test_metadata(plan: Plan) -> None:
    names = ("title", "approver", "version", "approved", "content_hash", "admins")
    assert fields(plan.metadata, *names) == (
        "How the harbour's IT team communicates",
        "person:mira",
        "3.2",
        date(2026, 9, 14),
        "sha256:0a1b2c",
        ("person:mira",),
    )
    assert words(plan.metadata.admins[0].at) == "metadata/workspace/admins/0"


def test_people_and_parties(plan: Plan) -> None:
    mira, jorn = plan.people["mira"], plan.people["jørn"]
    names = ("level", "verified", "clearance", "quiet_hours")
    assert fields(mira, *names) == ("lead", date(2026, 7, 1), None, "23:00-06:30")
    assert fields(jorn, *names) == ("junior", None, "internal", None)
    assert fields(plan.groups["crew"], "name", "clearance") == ("Harbour crew", "restricted")
    assert fields(plan.groups["tenants"], "prefers", "needs", "languages") == (
        ("email",),
        ("captions", "summary"),
        ("nb", "pt-BR"),
    )
    assert plan.roles["duty-lead"].training == ("plain-words",)
    assert words(plan.roles["scribe"].excludes) == ("role:duty-lead",)
    authority = plan.external["port-authority"]
    assert fields(authority, "name", "clearance", "verified", "ola") == (
        "Port authority",
        "public",
        date(2026, 5, 2),
        None,
    )
    assert words(plan.external["pilots"].ola) == "ola:pilots"


def test_goals_and_indicators(plan: Plan) -> None:
    goal, kpi = plan.goals["heard-soon"], plan.kpis["first-answer"]
    assert fields(goal, "statement", "owner", "kpis", "at") == (
        "Nobody waits without an answer",
        "role:duty-lead",
        ("first-answer",),
        "goals/heard-soon",
    )
    assert fields(kpi, "metric", "stat", "threshold", "clock", "window", "min_n") == (
        *("first_response", "p90", "<=30m", "calendar:quay", long("28d"), 10),
    )
    assert fields(kpi, "source", "on_breach") == (
        "slack:channel:quay-help",
        "channel:quay-help",
    )


def test_tools(plan: Plan) -> None:
    horn, chat = plan.tools["horn"], plan.tools["chat"]
    assert fields(horn, "features", "depends_on", "also") == (("captions",), ("mobile-net",), ())
    assert plan.tools["tickets"].also == ("docs",)
    assert chat.scopes == ("users:read",)
    assert chat.drill is None
    assert horn.drill is not None
    assert fields(horn.drill, "every", "records", "at") == (
        *(long("7d"), "evidence/drills.csv", "tools/horn/drill"),
    )


def test_security_of_a_tool_with_a_profile(plan: Plan) -> None:
    security = plan.security(plan.tools["chat"])
    assert fields(security, "transit", "rest", "mfa", "sso", "patching", "profile") == (
        *("tls1.3", "aes256", "optional", "keyring", "by the vendor"),
        "security profile:hosted",
    )
    assert fields(security, "assurance_kind", "assurance_last", "assurance_every") == (
        *("audit", date(2026, 2, 1), long("12mo")),
    )
    assert words(security.places["mfa"]) == "tools/chat/security/mfa", "its own word counts"
    assert words(security.places["transit"]) == "security_profiles/hosted/encryption/transit"


def test_security_of_a_tool_by_itself_and_of_one_that_says_nothing(plan: Plan) -> None:
    radio = plan.security(plan.tools["radio"])
    assert fields(radio, "transit", "patching", "assurance_kind", "mfa", "profile") == (
        *("none", "every spring", "pentest", None, None),
    )
    silent = plan.security(plan.tools["tickets"])
    assert (silent.places, silent.shared_at) == ({}, None)
    assert words(silent.at) == "tools/tickets/security"


def test_statements_of_a_tool_and_its_profile_are_joined_one_by_one() -> None:
    profile = {"encryption": {"transit": "tls1.3"}, "assurance": {"every": "1mo", "kind": "audit"}}
    own = {"profile": "p", "encryption": {"rest": "aes"}, "assurance": {"kind": "pentest"}}
    plan = Plan(
        {"tools": {"t": {"security": own}}, "security_profiles": {"p": profile}},
        ORIGIN,
    )
    security = plan.security(plan.tools["t"])
    assert fields(security, "transit", "rest", "assurance_kind", "assurance_every") == (
        *("tls1.3", "aes", "pentest", long("1mo")),
    )


def test_who_speaks_of_the_security_of_a_tool() -> None:
    """The profile, unless the tool has a word of its own on the matter."""
    own = {"profile": "p", "mfa": "none", "encryption": {"rest": "aes"}}
    profile = {"encryption": {"transit": "tls1.3"}, "patching": "weekly"}
    value = {
        "tools": {"t": {"security": own}, "u": {"security": {"profile": "p"}}, "v": {}},
        "security_profiles": {"p": profile},
    }
    plan = Plan(value, ORIGIN)
    spoken = {
        tool.id: [words(plan.security(tool).speaker(f)) for f in ("transit", "rest", "mfa", "sso")]
        for tool in plan.tools.values()
    }
    shared = "security_profiles/p"
    assert spoken == {
        "t": [shared, "tools/t/security", "tools/t/security", shared],
        "u": [shared] * 4,
        "v": ["tools/v/security"] * 4,
    }


def test_what_several_tools_lack_by_one_profile() -> None:
    value = {
        "tools": {
            "t": {"security": {"profile": "p"}},
            "u": {"security": {"profile": "p", "patching": "weekly"}},
            "v": {"security": {"profile": "p", "assurance": {"kind": "audit"}}},
            "w": {"security": {"profile": "gone"}},
        },
        "security_profiles": {"p": {"assurance": {"every": "1mo"}}},
    }
    plan = Plan(value, ORIGIN)
    assert [tool.id for tool, _ in secured_tools(plan)] == ["t", "u", "v"]

    def lacking(security: Security) -> Iterator[str]:
        if security.patching is None:
            yield "patching"
        if security.assurance_last is None:
            yield "assurance_last"

    shared, own = silences(plan, lacking)
    assert (shared.subject, shared.words) == (
        "security profile p",
        "security profile p (3 tools)",
    )
    assert [tool.id for tool in shared.tools] == ["t", "u", "v"]
    assert [*shared.fields] == ["patching", "assurance_last"]
    assert (own.words, [*own.fields], own.is_shared) == ("tool:v", ["assurance_last"], False)


def test_a_profile_that_nobody_defines() -> None:
    plan = Plan({"tools": {"t": {"security": {"profile": "p", "mfa": "none"}}}}, ORIGIN)
    security = plan.security(plan.tools["t"])
    assert (security.mfa, list(security.places)) == ("none", ["mfa"])
    assert not plan.sound(security.profile)


def test_channels(plan: Plan) -> None:
    help_, lines = plan.channels["quay-help"], plan.channels["lines"]
    assert fields(help_, "private_reason", "ceiling", "tool", "guests") == (
        *("tenants post names", "internal", "tool:chat", "declared"),
    )
    assert fields(help_, "runbook", "integrations", "min_members") == (
        *("https://example.org/runbook", ("ticket-bot",), 2),
    )
    assert fields(lines, "provider", "depends_on", "address", "out_of_band", "anonymous") == (
        *("telco", ("mobile-net",), "secret:lines", True, False),
    )
    assert (help_.out_of_band, help_.anonymous) == (None, None)


def test_what_few_channels_state(plan: Plan) -> None:
    help_, lines = plan.channels["quay-help"], plan.channels["lines"]
    person, words = help_.must_mention
    assert fields(person, "text", "reference") == ("person:mira", "person:mira")
    assert fields(words, "text", "reference") == ("runbook", None)
    assert person.at.pointer == ("channels", "quay-help", "must_mention", 0)
    assert [fields(one, "title", "link") for one in help_.published] == [
        ("sla", None),
        ("Tide table", "https://example.org/tides"),
        ("runbook", "https://example.org/runbook"),
    ]
    assert [one.at.pointer[2:] for one in help_.published] == [
        *(("publish", 0), ("publish", 1), ("runbook",)),
    ]
    assert help_.posting is not None
    assert help_.settings is not None
    assert help_.drill is not None
    assert fields(help_.posting, "broadcast", "allowed") == ("nobody", ("group:crew",))
    assert fields(help_.settings, "threads", "huddles", "retention") == (
        *("everyone", "off", long("90d")),
    )
    assert fields(help_.drill, "every", "records") == (long("3mo"), None)
    (bridge,) = help_.bridges
    assert fields(bridge, "to", "redact", "by", "at") == (
        *("channel:lines", True, "ticket-bot", "channels/quay-help/bridges/0"),
    )
    assert (lines.posting, lines.settings, lines.drill, lines.bridges) == (None, None, None, ())


def test_intake(plan: Plan) -> None:
    intake = plan.channels["quay-help"].intake
    assert intake is not None
    assert fields(intake, "threads", "ticketing", "key_pattern", "coalesce", "workflow") == (
        *("required", "tool:tickets", "Q-[0-9]+", long("5m"), "berth-form"),
    )
    assert fields(intake, "ack_reactions", "close_reactions", "auto_ack", "questions_only") == (
        *(("eyes",), ("anchor",), False, True),
    )
    assert words(intake.at) == "channels/quay-help/intake"
    assert plan.channels["lines"].intake is None


def test_messages(plan: Plan) -> None:
    assert fields(plan.messages["outage"], "lead_time", "template", "message_class") == (
        *(long("10m"), "template:outage", "internal"),
    )


def test_severities(plan: Plan) -> None:
    storm = plan.severities["storm"]
    assert storm.criteria == {"berths_closed": ">= 3", "radio_lost": True, "or": ["flooding"]}
    assert storm.pir is not None
    assert fields(storm.pir, "required", "within") == (True, long("5bd"))
    assert plan.priority_matrix == {"high": {"high": "storm", "low": "storm"}}


def test_promises(plan: Plan) -> None:
    storm, desk = plan.slas["storm"].objective, plan.slas["help"].objective
    assert storm is not None
    assert desk is not None
    assert fields(storm, "attainment", "percentile", "window", "share") == (
        *(0.95, None, long("90d"), 0.95),
    )
    assert fields(desk, "attainment", "percentile", "share") == (None, 90, 0.9)
    pause = plan.slas["help"].pause
    assert pause is not None
    assert fields(pause, "metrics", "state", "reactions", "longest") == (
        *(("resolve",), "waiting", ("hourglass",), long("5bd")),
    )
    assert plan.slas["storm"].pause is None
    assert words(plan.slas["help"].publish_in) == ("channel:quay-help",)
    assert fields(plan.olas["pilots"], "respond", "restore", "parallel") == (
        *(long("30m"), long("1h30m"), True),
    )


def test_escalations(plan: Plan) -> None:
    alarm = plan.paths["alarm"]
    assert [(step.management, step.mention) for step in alarm.steps] == [
        (False, None),
        (True, "here"),
    ]
    assert alarm.on_exhausted is not None
    assert [method.medium for method in alarm.on_exhausted.via] == ["phone"]
    assert words(alarm.on_exhausted.via[0].at) == "escalations/alarm/on_exhausted/via/0/phone"
    assert alarm.drill is not None
    assert alarm.drill.every == long("1mo")


def test_requests_and_automations(plan: Plan) -> None:
    names: tuple[str, ...] = ("queue", "priority", "automation", "routine", "per_week")
    assert fields(plan.requests["berth"], *names) == (
        *("tool:tickets", "normal", "berth-form", True, 12.5),
    )
    names = ("kind", "tool", "message", "channel", "app", "template")
    form = plan.automations["berth-form"]
    assert fields(form, *names) == (
        *("workflow", "tool:chat", "outage", "channel:quay-help", "berth-bot", "template:outage"),
    )
    assert form.reply == "Thanks, a berth will be found."


@pytest.mark.parametrize(
    ("owner", "owners"),
    [
        ("group:a", {"owner": "group:a"}),
        (["group:a", "role:b"], {"owner/0": "group:a", "owner/1": "role:b"}),
        ([], {}),
    ],
)
def test_one_owner_or_several(owner: object, owners: dict[str, str]) -> None:
    found = Plan({"requests": {"q": {"owner": owner}}}, ORIGIN).requests["q"].owners
    assert {"/".join(map(str, one.at.pointer[2:])): str(one) for one in found} == owners


def test_alerts(plan: Plan) -> None:
    (alert,) = plan.alerts
    assert fields(alert, "tool", "channel", "path", "owner", "runbook", "expect_every") == (
        *("tool:chat", "channel:quay-help", "escalation:alarm", "group:crew"),
        *("https://example.org/tide", long("7d")),
    )


def test_obligations(plan: Plan) -> None:
    spill, final = plan.obligations["spill"], plan.obligations["spill-final"]
    assert fields(spill, "duty", "trigger", "deadline", "clock", "work_needed") == (
        *("spill-report", "oil in the basin", long("24h"), "calendar", long("1h")),
    )
    assert fields(spill, "recipient", "decision", "path", "template", "message_class") == (
        *("external:port-authority", "role:duty-lead", "escalation:alarm"),
        *("template:outage", "public"),
    )
    assert fields(final, "duty", "after", "trigger") == ("spill-final", "spill", None)
    assert (spill.hours, final.hours) == (None, "calendar:quay")
    assert spill._replace(clock="24x7").hours is None


def test_protocols(plan: Plan) -> None:
    rules = plan.protocols
    assert fields(rules, "threads", "closed_loop", "open_help", "naming") == (
        *("recommended", "required", True, {"support-intake": "^kai"}),
    )
    assert rules.tone
    assert rules.conduct
    assert rules.dm_policy
    assert rules.decisions
    assert rules.notifications
    assert fields(rules.tone, "guide", "lexicons", "max_grade") == (
        *("https://example.org/tone", ("builtin/en",), 9),
    )
    assert fields(rules.conduct, "blameless", "code") == (True, "https://example.org/conduct")
    assert fields(rules.dm_policy, "redirect_to", "text", "exceptions") == (
        *("channel:quay-help", "Please ask in the channel.", ("hr",)),
    )
    assert fields(rules.decisions, "record_in", "reactions") == ("tool:tickets", ("scales",))
    assert fields(
        rules.notifications, "channel_ping", "max_interrupts_per_shift", "quiet_hours"
    ) == (("role:duty-lead",), 2, "22:00-07:00")


def test_one_pattern_for_all_names() -> None:
    assert Plan({"protocols": {"naming": "^it-"}}, ORIGIN).protocols.naming == "^it-"


def test_templates(plan: Plan) -> None:
    outage, late = plan.templates["outage"], plan.templates["late"]
    assert fields(outage, "type", "phases", "fields", "languages", "summary_first", "marker") == (
        *("status", ("investigating", "resolved"), ("summary", "next_update"), ("nb",)),
        *(True, "Outage"),
    )
    assert fields(late, "file", "text", "summary_first") == (None, "{{ reason }}", False)


def test_reviews(plan: Plan) -> None:
    review, incident = plan.reviews["plan"], plan.reviews["post_incident"]
    assert fields(review, "every", "last", "owner", "on", "records") == (
        *(long("6mo"), date(2026, 9, 14), "role:duty-lead"),
        *(("major-incident", "owner-change"), "evidence/reviews.csv"),
    )
    assert fields(incident, "template", "actions_in") == ("template:outage", "tool:tickets")


def test_training(plan: Plan) -> None:
    assert plan.training.records == "evidence/training.csv"
    assert fields(plan.training.courses["plain-words"], "covers", "valid", "required_for") == (
        *(("written",), long("12mo"), ("group:crew",)),
    )
    assert words(plan.training.courses["plain-words"].at) == "training/courses/plain-words"


def test_programmes(plan: Plan) -> None:
    knowledge = plan.programmes["knowledge"]
    assert fields(knowledge, "owner", "every", "last", "records", "channel", "kb") == (
        *("person:mira", long("2w"), date(2026, 10, 1), "evidence/reviews.csv"),
        *("channel:quay-help", "tool:tickets"),
    )
    assert knowledge.meeting is not None
    assert fields(knowledge.meeting, "days", "begins", "duration", "timezone", "audience") == (
        *(("tue", "thu"), "09:30", long("30m"), "Europe/Oslo", ("group:crew",)),
    )


def test_feedback(plan: Plan) -> None:
    ways = plan.feedback
    assert fields(ways, "suggestions", "speak_up") == ("channel:quay-help", "channel:lines")
    assert ways.csat
    assert ways.engagement
    assert ways.appraisal
    assert fields(ways.csat, "every", "last", "records", "min_group") == (
        *(long("3mo"), date(2026, 9, 30), "evidence/csat.csv", 5),
    )
    assert ways.engagement.every == long("6mo")
    assert fields(ways.appraisal, "includes", "every", "last") == (
        *(("communication",), long("12mo"), date(2026, 3, 31)),
    )


def test_capacity(plan: Plan) -> None:
    assert fields(plan.capacity, "responders", "hours_per_responder") == (2, 30)
    assert plan.capacity.expected is not None
    assert plan.capacity.expected[1:] == (120, 0.5, {"alarm": 2}, 10, long("45m"))


def test_evidence(plan: Plan) -> None:
    assert plan.evidence["surveys"] == ("evidence/csat.csv", "evidence/engagement.csv")
    assert plan.evidence["training"] == ("evidence/training.csv",)
    assert len(plan.evidence) == 11


def test_the_full_plan_fills_every_field_of_every_noun(plan: Plan) -> None:
    filled: dict[tuple[str, str], bool] = {}
    securities = [plan.security(tool) for tool in plan.tools.values()]
    for noun in (*nouns(tuple(getattr(plan, name) for name in SECTIONS)), *securities):
        for name in stated(noun):
            key = type(noun).__name__, name
            filled[key] = filled.get(key, False) or getattr(noun, name) not in (None, (), {}, "")
    assert [key for key, value in filled.items() if not value] == []
    assert len({name for name, _ in filled}) > 50


def test_entries_that_say_nothing() -> None:
    plan = Plan(EMPTY, ORIGIN)
    identity = {"id", "at", "raw", "system", "name_at"}
    said = {}
    for noun in (*nouns(tuple(getattr(plan, name) for name in SECTIONS)), plan.tools["x"]):
        for name in set(stated(noun)) - identity:
            value = getattr(noun, name)
            if value and not any(nouns(value)):
                said[type(noun).__name__, name] = value
    assert said == {
        ("Metadata", "timezone"): "UTC",
        ("Person", "name"): "x",
        ("Channel", "name"): "x",
        ("Channel", "state"): "active",
        ("Step", "number"): 1,
        ("Method", "medium"): "slack",
        ("Method", "delay"): Duration(0, 0, 0),
        ("Obligation", "duty"): "x",
    }, "nothing but what holds where nothing is said"
    assert plan.security(plan.tools["x"])[1:] == (*(None,) * 9, {}, None)


def test_a_plan_that_says_nothing_has_every_section() -> None:
    plan = Plan({"metadata": {"id": "x"}}, ORIGIN)
    for name in SECTIONS:
        section = getattr(plan, name)
        if not hasattr(section, "_fields"):
            assert not section, name
    assert plan.protocols[1:] == (None,) * 9
    assert plan.feedback[1:] == (None,) * 5
    assert plan.capacity[1:] == (None,) * 3
    assert plan.training[1:] == ({}, None)


@pytest.mark.parametrize("odd", ["2026-02-30", "soon", "", None])
def test_days_that_do_not_exist(odd: str | None) -> None:
    plan = Plan(
        {
            "metadata": {"id": "x", "approved": odd},
            "stakeholders": {
                "people": {"p": {"verified": odd, "until": odd}},
                "external": {"e": {"verified": odd}},
            },
            "tools": {"t": {"security": {"assurance": {"last": odd}}}},
            "reviews": {"r": {"last": odd}},
            "programmes": {"g": {"last": odd}},
            "feedback": {"csat": {"last": odd}, "appraisal": {"last": odd}},
        },
        ORIGIN,
    )
    assert plan.feedback.csat
    assert plan.feedback.appraisal
    assert {
        plan.metadata.approved,
        plan.people["p"].verified,
        plan.people["p"].until,
        plan.external["e"].verified,
        plan.security(plan.tools["t"]).assurance_last,
        plan.reviews["r"].last,
        plan.programmes["g"].last,
        plan.feedback.csat.last,
        plan.feedback.appraisal.last,
    } == {None}


def test_a_section_is_read_once(plan: Plan) -> None:
    assert plan.goals is plan.goals
    assert plan.protocols is plan.protocols
