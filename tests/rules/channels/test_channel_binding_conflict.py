from __future__ import annotations

from commplan.rules.channels.channel_binding_conflict import channel_binding_conflict
from commplan.testing import judge_text


def plan(name: str, *channels: str, team: str = "T01ACME") -> str:
    lines = [f"metadata: {{id: {name}, workspace: {{team: {team}}}}}", "channels:"]
    return "\n".join([*lines, *(f"  {channel}" for channel in channels)])


def judge(first: str, *others: str) -> tuple[str, ...]:
    named = {f"{name}.yaml": text for name, text in zip("bcdef", others, strict=False)}
    verdict = judge_text(channel_binding_conflict, first, path="a.yaml", others=named)
    return verdict.messages


def test_one_id_for_two_channels_of_a_plan() -> None:
    text = plan("a", "x: {kind: slack, slack: C01}", "y: {kind: slack, slack: C01}")
    (finding,) = judge_text(channel_binding_conflict, text).findings
    assert finding.message == "C01 is both channel:x and channel:y"
    assert finding.location.pointer == "/channels/y/slack"
    assert finding.related[0].location.pointer == "/channels/x"
    assert finding.facts == {"slack": "C01", "other": "channel:x"}


def test_one_id_with_two_owners_in_two_plans() -> None:
    first = plan("a", 'x: {kind: slack, slack: C01, owner: "group:a"}')
    second = plan("b", 'x: {kind: slack, slack: C01, owner: "group:b"}')
    assert judge(first, second) == ("C01 is owned by group:b here and by group:a in a.yaml",)


def test_one_name_for_two_ids() -> None:
    first = plan("a", "x: {kind: slack, slack: C01, name: it-help}")
    second = plan("b", "it-help: {kind: slack, slack: C02}")
    assert judge(first, second) == ("#it-help is C02 here and C01 in a.yaml",)
    twice = plan("a", "x: {kind: slack, slack: C01, name: h}", "h: {kind: slack, slack: C02}")
    assert judge(twice) == ("#h is C02 here and C01",)


def test_a_name_in_the_place_of_an_id_is_no_conflict() -> None:
    assert judge(plan("a", 'x: {kind: slack, slack: "#x", owner: "group:a"}')) == ()


def test_several_plans_may_share_a_channel() -> None:
    first = plan("a", 'x: {kind: slack, slack: C01, owner: "group:a"}')
    same = plan("b", 'x: {kind: slack, slack: C01, owner: "group:a"}')
    ownerless = plan("c", "y: {kind: slack, slack: C01}")
    by_name = plan("d", "x: {kind: slack}")
    assert judge(first, same, ownerless, by_name) == ()


def test_other_kinds_of_channels_are_not_compared() -> None:
    first = plan("a", "status: {kind: slack, slack: C01}")
    second = plan("b", "status: {kind: status-page, slack: C02}")
    assert judge(first, second) == ()


def test_other_workspaces_are_not_compared() -> None:
    first = plan("a", 'x: {kind: slack, slack: C01, owner: "group:a"}')
    second = plan("b", 'x: {kind: slack, slack: C02, owner: "group:b"}', team="T02OTHER")
    assert judge(first, second) == ()


def test_the_third_plan_is_compared_with_those_of_its_workspace() -> None:
    first = plan("a", "x: {kind: slack, slack: C01}")
    second = plan("b", "x: {kind: slack, slack: C02}", team="T02OTHER")
    third = plan("c", "x: {kind: slack, slack: C03}", team="T02OTHER")
    assert judge(first, second, third) == ("#x is C03 here and C02 in b.yaml",)
