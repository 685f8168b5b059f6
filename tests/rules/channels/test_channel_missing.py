import pytest

from commplan.rules.channels.channel_missing import channel_missing
from commplan.testing import expect, judge_text


def test_ids_names_and_look_alikes() -> None:
    expect(
        channel_missing,
        """
        channels:
          it-help: {kind: slack, slack: C01HELP}
          incidents:
            kind: slack
            slack: C02INC  # <- #incidents is C02INC in the plan, but Slack has no channel with
          it-ops: {kind: slack}
          lost: {kind: slack}  # <- #lost has no id in the plan, and no channel in Slack has that
          renamed:
            kind: slack
            name: team-lost  # <- #team-lost has no id in the plan
          old: {kind: slack, slack: C09OLD, state: retired}
          project: {kind: slack, slack: C08PRO, expires: "2026-11-20"}
          sec: {kind: slack, slack: C07SEC, visibility: private}
          mail: {kind: email, address: it@example.org}
        """,
        workspace="channels: {C01HELP: it-help, C04OPS: it-ops}",
    )


def test_another_channel_of_that_name_is_a_mismatch() -> None:
    plan = "channels: {it-help: {kind: slack, slack: C01HELP}}"
    live = "channels: {C02HELP: it-help}"
    assert judge_text(channel_missing, plan, workspace=live).messages == ()


def test_the_finding_in_full() -> None:
    plan = "channels: {it-help: {kind: slack, slack: C01HELP, visibility: public}}"
    (finding,) = judge_text(channel_missing, plan, workspace="{}").findings
    assert finding.message == (
        "#it-help is C01HELP in the plan, but Slack has no public channel with that id "
        "(read Sat 2026-11-21 09:00Z)"
    )
    assert finding.location.pointer == "/channels/it-help/slack"
    assert finding.resource == ("channel", "C01HELP", "it-help")
    assert finding.facts == {
        "channel": "it-help",
        "declared": "C01HELP",
        "read_at": "2026-11-21T09:00:00Z",
    }


def test_a_misspelt_name_is_put_right() -> None:
    plan = "channels: {help: {kind: slack, name: it-halp}}"
    live = "channels: {C01: it-help, C02: {name: it-halp2, is_archived: true}}"
    (finding,) = judge_text(channel_missing, plan, workspace=live).findings
    assert finding.help is not None
    assert finding.help.startswith("did you mean #it-help?")


@pytest.mark.parametrize(
    ("fields", "live", "reason"),
    [
        (
            "slack: C01, visibility: private",
            "{}",
            "the app cannot see #it-help (C01), which is private (CHN309)",
        ),
        ("slack: C01", "not_granted: ['groups:read']", "the token lacks the scope groups:read"),
        ("slack: C01", "unread: {public-channels: unsupported}", "public-channels: unsupported"),
        ("slack: TBC", "{}", "what the plan gives is no id of a channel"),
    ],
)
def test_what_could_not_be_seen_is_not_assessed(fields: str, live: str, reason: str) -> None:
    plan = f"channels: {{it-help: {{kind: slack, {fields}}}}}"
    verdict = judge_text(channel_missing, plan, workspace=live)
    assert verdict.messages == ()
    assert [skipped.reason for skipped in verdict.skipped] == [reason]
    assert verdict.skipped[0].pointer == "/channels/it-help/slack"
