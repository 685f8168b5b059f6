import pytest

from commplan.rules.channels.channel_id_name_mismatch import channel_id_name_mismatch
from commplan.testing import expect, judge_text

PLAN = "channels: {it-help: {kind: slack, slack: C01HELP}}"


@pytest.mark.parametrize(
    ("first", "words", "help_"),
    [
        (
            "C01HELP: old",
            "C01HELP is #old",
            "write `slack: C02HELP` if the name is right, `name: old` if the id is",
        ),
        (
            "C01HELP: {name: old, is_archived: true}",
            "C01HELP is #old, which is archived",
            "write `slack: C02HELP`",
        ),
        ("C09: other", "C01HELP is not there", "write `slack: C02HELP`"),
    ],
)
def test_where_the_id_leads_is_told(first: str, words: str, help_: str) -> None:
    live = f"channels: {{{first}, C02HELP: it-help}}"
    (finding,) = judge_text(channel_id_name_mismatch, PLAN, workspace=live).findings
    assert finding.message == (
        f"#it-help is C01HELP in the plan, but in Slack #it-help is C02HELP and {words} "
        "(read Sat 2026-11-21 09:00Z)"
    )
    assert finding.help == help_
    assert finding.resource is not None
    assert finding.resource.id == "C01HELP"
    assert finding.facts["live_id"] == "C02HELP"


def test_look_alikes() -> None:
    expect(
        channel_id_name_mismatch,
        """
        channels:
          renamed: {kind: slack, slack: C01}
          same: {kind: slack, slack: C02}
          by-name: {kind: slack}
          archived-namesake: {kind: slack, slack: C04}
          Upper: {kind: slack, slack: C06, name: "#Same-Name"}
          retired: {kind: slack, slack: C08, state: retired}
          key:
            kind: slack
            name: taken
            slack: C07  # <- #taken is C07 in the plan, but in Slack #taken is C10
        """,
        workspace="""
        channels:
          C01: renamed-to
          C02: same
          C03: by-name
          C04: something
          C05: {name: archived-namesake, is_archived: true}
          C06: same-name
          C07: key
          C08: something-else
          C09: retired
          C10: taken
        """,
    )


def test_a_renamed_channel_is_not_assessed_where_others_may_be_unseen() -> None:
    live = "{channels: {C01HELP: help-desk}, not_granted: ['groups:read']}"
    verdict = judge_text(channel_id_name_mismatch, PLAN, workspace=live)
    assert verdict.messages == ()
    assert [skipped.reason for skipped in verdict.skipped] == [
        "the token lacks the scope groups:read"
    ]
    same = "{channels: {C01HELP: it-help}, not_granted: ['groups:read']}"
    verdict = judge_text(channel_id_name_mismatch, PLAN, workspace=same)
    assert (verdict.messages, verdict.skipped) == ((), ())
