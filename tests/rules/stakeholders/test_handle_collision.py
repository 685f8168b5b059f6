from __future__ import annotations

from commplan.rules.stakeholders.handle_collision import handle_collision
from commplan.testing import judge_text


def judge(text: str, **others: str) -> tuple[str, ...]:
    plans = {f"{name}.yaml": plan for name, plan in others.items()}
    return judge_text(handle_collision, text, path="a.yaml", others=plans).messages


def groups(*entries: str, more: str = "") -> str:
    return "\n".join(["stakeholders:", "  groups:", *(f"    {e}" for e in entries), more])


def test_two_groups_of_one_plan() -> None:
    text = groups("a: {handle: desk}", "b: {handle: '@Desk', slack_usergroup: S02B}")
    verdict = judge_text(handle_collision, text)
    assert verdict.messages == ("@Desk is the handle of group:b, but also of group:a",)
    assert verdict.findings[0].location.pointer == "/stakeholders/groups/b/handle"
    assert verdict.findings[0].related[0].location.pointer == "/stakeholders/groups/a/handle"
    assert verdict.findings[0].facts == {"handle": "Desk", "other": "group:a"}


def test_a_channel_by_its_name_not_by_its_key() -> None:
    text = groups(
        "a: {handle: it-help}",
        "b: {handle: desk}",
        more="channels: {desk: {kind: slack, name: it-help}, desk-mail: {kind: email, name: desk}}",
    )
    assert judge(text) == ("@it-help is the handle of group:a, but also of channel:desk",)


def test_a_channel_of_another_plan() -> None:
    text = groups("a: {handle: it-help}", more="metadata: {id: a}")
    other = "channels: {it-help: {kind: slack}}\nmetadata: {id: b}"
    assert judge(text, b=other) == (
        "@it-help is the handle of group:a, but also of channel:it-help in b.yaml",
    )


def test_one_user_group_in_several_plans() -> None:
    first = groups("ops: {handle: it-ops, slack_usergroup: S01OPS}", more="metadata: {id: a}")
    same = groups("it: {handle: it-ops, slack_usergroup: S01OPS}", more="metadata: {id: b}")
    unknown = groups("it: {handle: it-ops}", more="metadata: {id: b}")
    other = groups("it: {handle: it-ops, slack_usergroup: S02OPS}", more="metadata: {id: b}")
    assert judge(first, b=same) == ()
    assert judge(first, b=unknown) == ()
    assert judge(first, b=other) == (
        "@it-ops is the handle of group:it, but also of group:ops in a.yaml",
    )


def test_one_user_group_under_two_ids_of_one_plan() -> None:
    text = groups(
        "a: {handle: desk, slack_usergroup: S01A}", "b: {handle: desk, slack_usergroup: S01A}"
    )
    assert judge(text) == ()


def test_workspaces_have_handles_of_their_own() -> None:
    metadata = "metadata: {id: %s, workspace: {team: %s}}"
    first = groups("a: {handle: desk, slack_usergroup: S01A}", more=metadata % ("a", "T01A"))
    second = groups("b: {handle: desk, slack_usergroup: S02B}", more=metadata % ("b", "T02B"))
    assert judge(first, b=second) == ()


def test_ids_of_groups_are_no_handles() -> None:
    assert judge(groups("it-help: {}", more="channels: {it-help: {kind: slack}}")) == ()
