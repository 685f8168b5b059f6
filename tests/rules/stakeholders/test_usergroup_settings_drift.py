from typing import Any

import pytest

from commplan.rules.stakeholders.usergroup_settings_drift import usergroup_settings_drift
from commplan.testing import Verdict, expect, expect_fixed, judge_text

PLAN = """
stakeholders:
  groups:
    it-ops:
      slack_usergroup: S01ITOPS
      handle: it-ops
      name: IT operations
      description: Runs the help desk & handles incidents
      default_channels: ["channel:help", "channel:team"]
channels:
  help: {kind: slack, slack: C01HELP}
  team: {kind: slack, slack: C04OPS, visibility: private}
"""
CHANNELS = """
channels:
  C01HELP: help
  C04OPS: {name: team, is_private: true}
  C05FUN: fun
"""
GROUP = {
    "handle": "it-ops",
    "name": "IT operations",
    "description": '"Runs the help desk &amp; handles incidents"',
    "default_channels": "[C01HELP, C04OPS]",
}
READ = " (read Sat 2026-11-21 09:00Z)"
BASE = "/stakeholders/groups/it-ops"


def judged(plan: str = PLAN, more: str = "", channels: str = CHANNELS, **fields: Any) -> Verdict:
    told = {**GROUP, **fields}
    group = ", ".join(f"{key}: {value}" for key, value in told.items() if value is not None)
    live = f"{channels}usergroups:\n  S01ITOPS: {{{group}}}\n{more}"
    return judge_text(usergroup_settings_drift, plan, workspace=live)


def clauses(**fields: Any) -> str:
    (message,) = judged(**fields).messages
    return message.partition(": ")[2].removesuffix(READ)


def reasons(verdict: Verdict) -> list[tuple[str, str | None]]:
    assert verdict.messages == ()
    return [(skipped.reason, skipped.pointer) for skipped in verdict.skipped]


def test_a_group_that_is_set_up_as_declared_is_well() -> None:
    verdict = judged()
    assert (verdict.messages, verdict.skipped) == ((), ())


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"handle": "itops"}, "its handle is @itops, not @it-ops"),
        ({"name": "IT ops"}, 'its name is "IT ops", not "IT operations"'),
        (
            {"description": "The &lt;desk&gt;"},
            'its description is "The <desk>", not "Runs the help desk & handles incidents"',
        ),
        ({"default_channels": "[C01HELP]"}, "it lacks the default channel #team"),
        ({"default_channels": "[]"}, "it lacks the default channels #help and #team"),
        (
            {"default_channels": "[C01HELP, C04OPS, C05FUN, C09]"},
            "it has the default channels #fun and C09 besides",
        ),
    ],
)
def test_each_field_is_told(fields: dict[str, str], told: str) -> None:
    assert clauses(**fields) == told


def test_all_that_differs_is_one_finding() -> None:
    (finding,) = judged(handle="itops", name="Ops", default_channels="[C05FUN, C04OPS]").findings
    assert finding.message == (
        "@itops (S01ITOPS) differs from group:it-ops: its handle is @itops, not @it-ops; "
        'its name is "Ops", not "IT operations"; '
        "it lacks the default channel #help; it has the default channel #fun besides" + READ
    )
    assert finding.location.pointer == f"{BASE}/handle"
    assert [related.location.pointer for related in finding.related] == [
        f"{BASE}/name",
        f"{BASE}/default_channels",
    ]
    assert finding.facts["fields"] == ["handle", "name", "default_channels"]
    assert finding.resource is not None
    assert (finding.resource.kind, finding.resource.id) == ("usergroup", "S01ITOPS")


@pytest.mark.parametrize(
    ("handle", "name", "description"),
    [
        ("IT-OPS", '"IT  operations"', GROUP["description"]),
        ("it-ops", "IT operations", '"Runs the help desk & handles  incidents"'),
    ],
)
def test_what_slack_rewrites_is_no_difference(handle: str, name: str, description: str) -> None:
    assert judged(handle=handle, name=name, description=description).messages == ()


def test_a_handle_may_be_written_with_its_sign() -> None:
    assert judged(PLAN.replace("handle: it-ops", 'handle: "@it-ops"')).messages == ()


@pytest.mark.parametrize(
    ("more", "channels", "bearer"),
    [
        ("  S02: {handle: it-ops}\n", CHANNELS, "the user group S02"),
        (
            "  S02: {handle: IT-Ops, date_delete: 1790000000}\n",
            CHANNELS,
            "the disabled user group S02",
        ),
        ("", CHANNELS + "  C08: it-ops\n", "the channel #it-ops (C08)"),
        (
            "",
            CHANNELS + "  C08: {name: it-ops, is_archived: true}\n",
            "the archived channel #it-ops (C08)",
        ),
        ("people: {U01: it-ops}", CHANNELS, "the account U01"),
        (
            "people: {U01: {handle: it-ops, deleted: true}}",
            CHANNELS,
            "the deactivated account U01",
        ),
    ],
)
def test_a_handle_that_something_else_bears_is_said_to_be_taken(
    more: str, channels: str, bearer: str
) -> None:
    (message,) = judged(handle="itops", more=more, channels=channels).messages
    assert f"not @it-ops, which is taken by {bearer} (read" in message
    assert judged(more=more, channels=channels).messages == ()


def test_only_declared_fields_are_compared() -> None:
    expect(
        usergroup_settings_drift,
        """
        stakeholders:
          groups:
            bare: {slack_usergroup: S01ITOPS}
            named:
              slack_usergroup: S01ITOPS
              name: Others  # <- its name is "IT", not "Others"
            elsewhere: {handle: nothing-in-slack}
        """,
        workspace="usergroups: {S01ITOPS: {handle: x, name: IT, default_channels: [C1]}}",
    )


@pytest.mark.parametrize(
    "team",
    [
        "",
        "  C04OPS: {name: team, is_archived: true}\n",
        "  C04OPS: {name: ops}\n  C06: team\n",
    ],
)
@pytest.mark.parametrize("default", ["[C01HELP]", "[C01HELP, C04OPS]"])
def test_a_default_channel_that_is_not_right_itself_is_another_matter(
    team: str, default: str
) -> None:
    plan = PLAN.replace(", visibility: private", ", visibility: public")
    verdict = judged(
        plan, channels=f"\nchannels:\n  C01HELP: help\n{team}", default_channels=default
    )
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_a_default_channel_out_of_use_takes_nobody_in() -> None:
    plan = PLAN.replace("C01HELP}", "C01HELP, state: archived}")
    channels = CHANNELS.replace("C01HELP: help", "C01HELP: {name: help, is_archived: true}")
    (message,) = judged(plan, channels=channels).messages
    assert "group:it-ops: archived is its default channel #help (read" in message


def test_a_private_default_channel_without_the_app_is_known_by_its_id() -> None:
    channels = CHANNELS.replace("  C04OPS: {name: team, is_private: true}\n", "")
    verdict = judged(channels=channels)
    assert (verdict.messages, verdict.skipped) == ((), ())
    (message,) = judged(channels=channels, default_channels="[C01HELP]").messages
    assert "lacks the default channel #team" in message


def test_a_default_channel_known_by_name_is_looked_up() -> None:
    plan = PLAN.replace("slack: C01HELP", "name: help")
    assert judged(plan).messages == ()
    unread = "unread: {public-channels: failed, private-channels: failed}"
    verdict = judged(plan, channels="", more=unread, default_channels="[C04OPS, C05FUN]")
    assert [pointer for _, pointer in reasons(verdict)] == [f"{BASE}/default_channels"]


def test_default_channels_that_do_not_exist_or_are_no_slack_channels_are_skipped() -> None:
    plan = PLAN.replace('"channel:team"]', '"channel:gone", "channel:mail"]')
    plan = plan.replace("channels:\n  help", "channels:\n  mail: {kind: email}\n  help")
    assert judged(plan, default_channels="[C01HELP]").messages == ()


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("handle", "Slack does not tell the handle of S01ITOPS"),
        ("name", "Slack does not tell the name of S01ITOPS"),
        ("description", "Slack does not tell the description of S01ITOPS"),
        ("default_channels", "Slack does not tell the default channels of S01ITOPS"),
    ],
)
def test_what_slack_does_not_tell_is_not_assessed(field: str, reason: str) -> None:
    assert reasons(judged(**dict[str, Any]({field: None}))) == [(reason, f"{BASE}/{field}")]


def test_a_group_that_could_not_be_read_is_not_assessed() -> None:
    verdict = judge_text(
        usergroup_settings_drift, PLAN, workspace="unread: {usergroups: unsupported}"
    )
    assert reasons(verdict) == [("usergroups: unsupported", f"{BASE}/slack_usergroup")]


@pytest.mark.parametrize("live", ["{}", "usergroups: {S01ITOPS: {date_delete: 1790000000}}"])
def test_a_missing_or_disabled_group_is_another_matter(live: str) -> None:
    verdict = judge_text(usergroup_settings_drift, PLAN, workspace=live)
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_texts_are_taken_from_slack_as_people_see_them() -> None:
    text = """
    stakeholders:
      groups:
        it-ops: {slack_usergroup: S01ITOPS, handle: it-ops, description: Who runs IT}
    """
    live = "usergroups: {S01ITOPS: {handle: it-operations, description: 'Runs R&amp;D'}}"
    mended = text.replace("handle: it-ops", "handle: it-operations")
    mended = mended.replace("Who runs IT", '"Runs R&D"')
    expect_fixed(usergroup_settings_drift, text, mended, workspace=live)
