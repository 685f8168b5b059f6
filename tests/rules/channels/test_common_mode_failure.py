"""What one outage silences, against outages that are tried one by one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from commplan.api import Message, Origin, Plan, routes_of
from commplan.rules.channels.common_mode_failure import common_mode_failure
from commplan.testing import Verdict, expect, judge_text

PEOPLE = """
        stakeholders:
          people:
            ann: {name: Ann, slack: U01ANN}
            bob: {name: Bob, slack: U02BOB}
"""


def test_a_severity_is_silenced_with_its_messages() -> None:
    text = """
        severities:
          sev1: {order: 1, path: "escalation:desk"}
        escalations:
          desk:
            steps:
            - {notify: ["person:ann"], via: [{slack: 0m}], ack_within: 5m}
            - {notify: ["person:bob"], ack_within: 5m}
        messages:
          incident-update:
            kind: incident
            when: severity in [sev1]
            via: ["channel:incidents", "channel:it-ops"]
        channels: {incidents: {kind: slack}, it-ops: {kind: slack}}
    """
    (finding,) = judge_text(common_mode_failure, text + PEOPLE).findings
    assert finding.message == (
        "one outage of 'slack' silences sev1: every step of escalation:desk "
        "and both routes of 'incident-update' depend on it"
    )
    assert finding.location.pointer == "/severities/sev1/path"
    assert [place.message for place in finding.related] == [
        "every step of escalation:desk",
        "both routes of 'incident-update'",
    ]
    assert finding.facts == {
        "component": "slack",
        "severities": ["sev1"],
        "messages": ["incident-update"],
        "path": "desk",
    }


def test_a_message_is_silenced_alone() -> None:
    expect(
        common_mode_failure,
        """
        messages:
          a: {kind: incident, via: ["channel:a", "channel:b"]}  # <- channel:a and channel:b depend
          b: {kind: incident, via: ["channel:a", "channel:mail"]}
          c: {kind: change, via: ["channel:a", "channel:b"]}
          d: {kind: incident, via: ["channel:a"]}
          e: {kind: incident, via: ["channel:backed"]}  # <- one outage of 'slack' silences 'e'
          f: {kind: incident}
        channels:
          a: {kind: slack}
          b: {kind: slack}
          mail: {kind: email, provider: google}
          backed: {kind: slack, fallback: "channel:a"}
        """,
    )


def findings(text: str, **parameters: object) -> Verdict:
    return judge_text(common_mode_failure, text + PEOPLE, parameters=parameters or None)


BEHIND_ONE_DOOR = """
        messages:
          update: {kind: incident, via: ["channel:incidents", "channel:mail"]}
        channels:
          incidents: {kind: slack}
          mail: {kind: email, tool: "tool:mail"}
        tools:
          slack: {kind: chat, security: {profile: saas}}
          mail: {kind: email, provider: google, depends_on: [dns], security: {sso: Okta}}
          okta: {kind: sso, provider: okta inc, depends_on: [aws, DNS]}
        security_profiles: {saas: {sso: okta}}
"""


def test_there_is_a_finding_for_each_service_that_is_common() -> None:
    assert [finding.facts["component"] for finding in findings(BEHIND_ONE_DOOR).findings] == [
        *("aws", "dns", "okta", "okta inc")
    ]


def test_losses_that_are_accepted() -> None:
    verdict = findings(BEHIND_ONE_DOOR, accept=("Okta", "okta inc", "aws"))
    assert [finding.facts["component"] for finding in verdict.findings] == ["dns"]


def test_without_messages_the_steps_decide_and_the_gravest_severity_comes_first() -> None:
    pager = """
        severities:
          sev2: {order: 2, path: "escalation:major"}
          sev1: {order: 1, path: "escalation:major"}
          sev3: {order: 3, path: "escalation:mixed"}
          sev4: {order: 4, path: "escalation:quiet"}
          sev5: {order: 5, path: "escalation:gone"}
          sev6: {order: 6}
        escalations:
          major:
            tool: "tool:pager"
            steps:
            - {notify: ["person:ann"], via: [{push: 0m}], ack_within: 5m}
            - {notify: ["person:bob"], via: [{phone: 0m}, {sms: 1m}], ack_within: 5m}
          mixed:
            tool: "tool:pager"
            steps:
            - {notify: ["person:ann"], via: [{push: 0m}], ack_within: 5m}
            - {notify: ["person:bob"], via: [{slack: 0m}], ack_within: 5m}
          quiet:
            steps:
            - {notify: ["person:ann"], via: [{slack: 0m}], ack_within: 5m}
            - {notify: ["person:bob"], via: [{slack: 0m}], ack_within: 5m}
        tools: {pager: {kind: paging, provider: goalert}}
    """
    (finding,) = findings(pager).findings
    assert finding.message == (
        "one outage of 'goalert' silences sev1 and sev2: "
        "every step of escalation:major depends on it"
    )
    assert finding.location.pointer == "/severities/sev1/path"
    assert finding.related[0].location.pointer == "/severities/sev2/path"


def test_every_message_of_a_severity_counts() -> None:
    two = """
        severities: {sev1: {order: 1, path: "escalation:desk"}}
        escalations: {desk: {steps: [{notify: ["person:ann"], ack_within: 5m}]}}
        messages:
          a: {kind: incident, when: sev1, via: ["channel:a"]}
          b: {kind: incident, when: sev1 and more, via: ["channel:a", "channel:b", "channel:c"]}
        channels: {a: {kind: slack}, b: {kind: slack}, c: {kind: slack}}
    """
    (finding,) = findings(two).findings
    assert finding.message == (
        "one outage of 'slack' silences sev1: the only step of escalation:desk, "
        "the only route of 'a' and all 3 routes of 'b' depend on it"
    )
    assert findings(two.replace("a: {kind: slack}", "a: {kind: email}")).messages == ()


def test_channels_tools_and_paths_that_a_step_notifies() -> None:
    text = """
        severities: {sev1: {order: 1, path: "escalation:first"}}
        escalations:
          first:
            steps:
            - {notify: ["channel:incidents"], via: [{phone: 0m}], ack_within: 5m}
            - {notify: ["escalation:second", "tool:bot"], ack_within: 5m}
          second:
            steps:
            - {notify: ["escalation:first", "person:bob"], via: [{slack: 0m}], ack_within: 5m}
        tools: {bot: {kind: bot, provider: slack}}
        channels: {incidents: {kind: slack}}
    """
    assert [finding.facts["component"] for finding in findings(text).findings] == ["slack"]
    assert findings(text.replace("{slack: 0m}", "{phone: 0m}")).messages == ()
    assert findings(text.replace("provider: slack", "provider: hubot")).messages == ()
    assert findings(text.replace("person:bob", "person:gone")).messages == ()


def test_whoever_is_told_nothing_certain_of_is_left_to_broken_reference() -> None:
    expect(
        common_mode_failure,
        """
        messages:
          a: {kind: incident, via: ["channel:a", "channel:b", "channel:gone"]}
          b: {kind: incident, via: ["channel:a", "channel:torn"]}
        channels:
          a: {kind: slack}
          b: {kind: slack}
          torn: {kind: slack, fallback: "channel:gone"}
        """,
    )


SERVICES = ("slack", "pager", "google", "okta", "aws")
MEDIA = ("slack", "phone", "push")


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    """Plans in which everything says who provides it."""
    some = st.lists(st.sampled_from(SERVICES), max_size=2)
    tools = {
        name: {
            "kind": "chat" if name == "slack" else "paging",
            "provider": draw(st.sampled_from(SERVICES)),
            "depends_on": draw(some),
        }
        for name in ("slack", "pager")
    }
    channels = {
        name: {
            "kind": draw(st.sampled_from(("slack", "email"))),
            "provider": draw(st.sampled_from(SERVICES)),
            "depends_on": draw(some),
        }
        | draw(st.sampled_from(({}, {"fallback": "channel:a"}, {"fallback": "channel:b"})))
        for name in "abc"
    }
    via = st.lists(st.sampled_from("abc"), min_size=1, max_size=2)
    messages = {
        name: {"kind": "incident", "when": when, "via": [f"channel:{c}" for c in draw(via)]}
        for name, when in (("m1", "sev1"), ("m2", "never"))
    }
    media = st.lists(st.sampled_from(MEDIA), min_size=1, max_size=2)
    steps = [
        {"notify": ["person:ann"], "via": [{m: "0m"} for m in draw(media)], "ack_within": "5m"}
        for _ in range(2)
    ]
    return {
        "severities": {"sev1": {"order": 1, "path": "escalation:desk"}},
        "escalations": {"desk": {"tool": "tool:pager", "steps": steps}},
        "messages": messages,
        "tools": tools,
        "channels": channels,
        "stakeholders": {"people": {"ann": {"name": "Ann"}}},
    }


class Outage:
    """A plan in which one service has failed, and all that needs it with it."""

    def __init__(self, plan: dict[str, Any], failed: str) -> None:
        self.plan = plan
        self.down = {failed}
        for _ in SERVICES:
            self.down |= {name for name, tool in plan["tools"].items() if self.stops(tool)}

    def stops(self, entry: dict[str, Any]) -> bool:
        return bool(self.down & {entry["provider"], *entry["depends_on"]})

    def channel_works(self, name: str) -> bool:
        channel = self.plan["channels"][name]
        chat = {"slack"} if channel["kind"] == "slack" else set()
        stops = self.stops(channel) or (chat and self.stops(self.plan["tools"]["slack"]))
        return not stops and not self.down & chat

    def medium_works(self, medium: str) -> bool:
        if medium == "slack":
            return "slack" not in self.down and not self.stops(self.plan["tools"]["slack"])
        return not self.stops(self.plan["tools"]["pager"])


def ways(plan: dict[str, Any], message: str) -> set[str]:
    """Channels of a message and whatever stands in for them."""
    found = {name.removeprefix("channel:") for name in plan["messages"][message]["via"]}
    for _ in "abc":
        stand_ins = {plan["channels"][name].get("fallback") for name in found} - {None}
        found |= {name.removeprefix("channel:") for name in stand_ins}
    return found


@given(plans())
def test_an_outage_silences_what_nobody_hears_of_any_more(plan: dict[str, Any]) -> None:
    media = {m for step in plan["escalations"]["desk"]["steps"] for via in step["via"] for m in via}
    expected = set()
    for service in SERVICES:
        outage = Outage(plan, service)
        heard = {m: any(map(outage.channel_works, ways(plan, m))) for m in ("m1", "m2")}
        if not heard["m1"] and not any(map(outage.medium_works, media)):
            expected |= {(service, "sev1"), (service, "m1")}
        expected |= {(service, m) for m, h in heard.items() if not h and len(ways(plan, m)) > 1}
    found = set()
    text = "\n".join(f"{section}: {json.dumps(value)}" for section, value in plan.items())
    for finding in judge_text(common_mode_failure, text).findings:
        names = (*finding.facts["severities"], *finding.facts["messages"])  # type: ignore[misc]
        found |= {(finding.facts["component"], name) for name in names}
    assert found == expected


TARGETS = ("channel:a", "channel:d", "channel:gone", "tool:t1", "person:ann", "escalation:gone")


@st.composite
def tangled(draw: st.DrawFn) -> dict[str, Any]:
    """Plans in which channels, tools and paths lead to each other in any way, or nowhere."""

    def some(choices: Any, least: int = 0, most: int = 2) -> Any:
        return draw(st.lists(st.sampled_from(choices), min_size=least, max_size=most))

    def maybe(**entries: Any) -> dict[str, Any]:
        return {key: value for key, value in entries.items() if draw(st.booleans())}

    channels, tools, paths, severities = "abcd", ("t1", "t2", "slack"), "xyz", ("s1", "s2", "s3")
    names = ("t1", "T2", "aws", "slack")
    to_channels = [f"channel:{one}" for one in (*channels, *channels, "gone")]
    targets = [*TARGETS, *(f"escalation:{path}" for path in paths)]
    return {
        "channels": {
            one: {"kind": draw(st.sampled_from(("slack", "email"))), "depends_on": some(names)}
            | maybe(fallback=draw(st.sampled_from(to_channels)), tool="tool:t1", provider="AWS")
            for one in channels
        },
        "tools": {
            one: {"kind": "chat", "depends_on": some(names)} | maybe(provider="aws")
            for one in tools
        },
        "escalations": {
            path: {
                "steps": [
                    {"notify": some(targets, 1), "via": [{"slack": "0m"}], "ack_within": "5m"}
                    for _ in range(draw(st.integers(1, 2)))
                ]
            }
            for path in paths
        },
        "severities": {
            one: {
                "order": draw(st.integers(1, 2)),
                "path": f"escalation:{draw(st.sampled_from(paths))}",
            }
            for one in severities
        },
        "messages": {
            one: {"kind": "incident", "via": some(to_channels)}
            | maybe(when=" or ".join(some(severities, 1, 3)))
            for one in ("m1", "m2", "m3")
        },
        "stakeholders": {"people": {"ann": {"name": "Ann"}}},
    }


def walk(plan: Plan, message: Message) -> Iterator[tuple[str, frozenset[str]]]:
    """Every way of a message and what it rests on; nothing where it leads nowhere."""
    routes = routes_of(plan, message)
    yield from ((one.id, plan.components.of_channel(one)) for one in routes.channels)
    if routes.broken:
        yield "", frozenset()


def climb(plan: Plan, id: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Every way of a path and of those that it sets in motion."""
    begun = [id]
    for one in begun:
        path = plan.paths[one]
        for step in path.steps:
            for target in step.notify:
                if not plan.sound(target):
                    yield str(target), frozenset()
                elif target.kind == "channel":
                    yield target.id, plan.components.of_channel(plan.channels[target.id])
                elif target.kind == "tool":
                    yield str(target), plan.components.of_tool(target.id)
                elif target.kind == "person":
                    for method in step.methods:
                        rest = plan.components.of_method(path, method.medium)
                        yield f"{method.medium} by {path.tool}", rest
                elif target.id not in begun:
                    begun.append(target.id)


def shared(ways: Iterator[tuple[str, frozenset[str]]]) -> list[str]:
    """What all of several ways rest on."""
    found = dict(ways)
    return sorted(frozenset.intersection(*found.values())) if len(found) > 1 else []


def one_by_one(plan: Plan) -> list[dict[str, Any]]:
    """The facts of all findings, each way being walked anew for every severity and message."""
    facts: dict[tuple[str, str], dict[str, Any]] = {}
    for severity in sorted(plan.severities.values(), key=lambda one: (one.order, one.id)):
        assert severity.path is not None
        path, messages = severity.path.id, plan.incident_messages.get(severity.id, ())
        ways = (*climb(plan, path), *(way for one in messages for way in walk(plan, one)))
        for component in shared(iter(ways)):
            names: dict[str, list[str]] = {"severities": [], "messages": []}
            fact = facts.setdefault(
                (component, path), {"component": component, "path": path, **names}
            )
            fact["severities"].append(severity.id)
            fact["messages"] += [m.id for m in messages if m.via and m.id not in fact["messages"]]
    told = {(fact["component"], message) for fact in facts.values() for message in fact["messages"]}
    return [*facts.values()] + [
        {"component": component, "severities": [], "messages": [message.id], "path": None}
        for message in plan.messages.values()
        for component in shared(walk(plan, message))
        if (component, message.id) not in told
    ]


@given(tangled())
def test_what_is_shared_is_what_walking_every_way_anew_finds(value: dict[str, Any]) -> None:
    plan = Plan(value, Origin("plan.yaml", 0))
    found: list[Any] = [*common_mode_failure.judge(plan)]
    assert [problem.facts for problem in found] == one_by_one(plan)
