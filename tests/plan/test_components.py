"""What channels, tools and calls rest on, against services that fail one by one."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from commplan.place import Origin
from commplan.plan import Plan

NAMES = ("Chat", "pager", "wiki", "okta", "aws")


def plan_of(**sections: Any) -> Plan:
    return Plan(sections, Origin("p.yaml", 0))


def of_channel(channel: dict[str, Any], **sections: Any) -> set[str]:
    plan = plan_of(channels={"it": channel}, **sections)
    return set(plan.components.of_channel(plan.channels["it"]))


def of_method(medium: str, path: dict[str, Any], **sections: Any) -> set[str]:
    plan = plan_of(escalations={"desk": {"steps": [], **path}}, **sections)
    return set(plan.components.of_method(plan.paths["desk"], medium))


def test_slack_rests_on_what_the_chat_tool_states() -> None:
    okta = {"kind": "chat", "provider": "Salesforce", "security": {"sso": "Okta"}}
    assert of_channel({"kind": "slack"}) == {"slack"}
    assert of_channel({"kind": "slack"}, tools={"slack": okta}) == {"slack", "salesforce", "okta"}
    assert of_method("slack", {}, tools={"slack": okta}) == {"slack", "salesforce", "okta"}


def test_the_only_chat_tool_is_slack_unless_somebody_else_runs_it() -> None:
    chat: dict[str, Any] = {"kind": "chat", "depends_on": ["vpn"]}
    assert of_channel({"kind": "slack"}, tools={"chat": chat}) == {"slack", "vpn"}
    teams = {**chat, "provider": "microsoft"}
    assert of_channel({"kind": "slack"}, tools={"teams": teams}) == {"slack"}
    both = {"teams": teams, "talk": {"kind": "docs", "also": ["chat"], "provider": "slack"}}
    assert of_channel({"kind": "slack"}, tools=both) == {"slack"}
    assert of_channel({"kind": "slack", "tool": "tool:teams"}, tools=both) == {
        *("slack", "microsoft", "vpn")
    }


def test_a_profile_speaks_for_its_tools() -> None:
    tools = {"slack": {"kind": "chat", "security": {"profile": "saas"}}}
    profiles = {"saas": {"sso": "okta"}}
    assert of_channel({"kind": "slack"}, tools=tools, security_profiles=profiles) == {
        *("slack", "okta")
    }


def test_the_provider_of_the_channel_or_of_its_tool() -> None:
    tools = {"zoom": {"kind": "video", "provider": "zoom inc"}, "meet": {"kind": "video"}}
    assert of_channel({"kind": "video", "tool": "tool:zoom"}, tools=tools) == {"zoom inc"}
    assert of_channel({"kind": "video", "tool": "tool:meet"}, tools=tools) == {"meet"}
    assert of_channel({"kind": "video", "tool": "tool:gone"}, tools=tools) == {"gone"}
    assert of_channel({"kind": "video", "provider": "jitsi"}, tools=tools) == {"jitsi"}
    assert of_channel({"kind": "email", "provider": "google", "depends_on": ["dns"]}) == {
        *("google", "dns")
    }


def test_where_no_provider_is_named_the_only_tool_of_the_kind_is_it() -> None:
    tools = {"mail": {"kind": "email", "provider": "google"}}
    assert of_channel({"kind": "email"}, tools=tools) == {"google"}
    assert of_channel({"kind": "email"}, tools={**tools, "list": {"kind": "email"}}) == {"email"}
    assert of_channel({"kind": "email"}) == of_method("email", {}) == {"email"}
    assert of_channel({"kind": "status-page"}) == {"status-page"}


def test_calls_go_by_the_tool_of_the_path_else_by_telephone() -> None:
    tools = {"pager": {"kind": "paging", "provider": "goalert", "depends_on": ["twilio"]}}
    for medium in ("phone", "sms", "push", "email"):
        found = of_method(medium, {"tool": "tool:pager"}, tools=tools)
        assert found == {"goalert", "twilio"}
    assert of_method("phone", {}, tools=tools) == of_method("sms", {}) == {"telephony"}
    assert of_method("slack", {"tool": "tool:pager"}, tools=tools) == {"slack"}
    assert of_channel({"kind": "phone"}, tools=tools) == {"telephony"}


def test_people_in_one_room_rest_on_nothing() -> None:
    assert of_channel({"kind": "meeting"}) == set()


@given(
    st.dictionaries(
        st.sampled_from(NAMES),
        st.fixed_dictionaries(
            {},
            optional={
                "provider": st.sampled_from(NAMES),
                "security": st.fixed_dictionaries({"sso": st.sampled_from(NAMES)}),
                "depends_on": st.lists(st.sampled_from(NAMES), max_size=2),
            },
        ),
    ),
    st.sampled_from(NAMES),
)
def test_what_fails_takes_down_exactly_what_rests_on_it(
    tools: dict[str, dict[str, Any]], failed: str
) -> None:
    plan = plan_of(tools=tools)
    down = {failed}
    for _ in tools:
        down |= {
            tool
            for tool, entry in tools.items()
            if down & {entry.get("provider"), *entry.get("depends_on", ())}
            or entry.get("security", {}).get("sso") in down
        }
    for tool in tools.keys() - {failed}:
        assert (failed.casefold() in plan.components.of_tool(tool)) == (tool in down)
