import pytest

from commplan.rules.security.unapproved_integration import unapproved_integration
from commplan.testing import Verdict, expect, fixed, judge_text

LIVE = """
people:
  U0AUDIT: {handle: commplan, is_bot: true, app_id: A0AUDIT, bot_id: B0AUDIT}
  U01ALICE: alice
  U02JIRA: {handle: jira, real_name: Jira Cloud, is_bot: true, app_id: A02JIRA, bot_id: B02JIRA}
  U03SPY: {handle: spy, is_bot: true, app_id: A03SPY, bot_id: B03SPY}
  U04OLD: {handle: old, is_bot: true, deleted: true}
  U05OUT: {handle: theirs, is_bot: true, team_id: T09OTHER}
  U06FLOW: {handle: reset, is_bot: true, is_workflow_bot: true}
bots:
  B07HOOK: {name: alerts, app_id: A07HOOK}
  B08SLACK: {name: slackbot, user_id: USLACKBOT}
"""


def judge(channel: str, live: str, plan: str = "") -> Verdict:
    plan = f"channels: {{it-help: {{kind: slack, slack: C01HELP{channel}}}}}\n{plan}"
    live = f"{LIVE}\nchannels: {{C01HELP: {{name: it-help, {live}}}}}"
    return judge_text(unapproved_integration, plan, workspace=live)


def test_apps_are_where_they_were_approved() -> None:
    expect(
        unapproved_integration,
        """
        channels:
          by-app: {kind: slack, slack: C01, integrations: [a02jira]}
          by-bot: {kind: slack, slack: C02, integrations: [B02JIRA]}
          by-name: {kind: slack, slack: C03, integrations: [Jira]}
          silent:
            kind: slack
            slack: C04  # <- jira (A02JIRA) is a member of #silent (C04), but is not among its
          another:
            kind: slack
            slack: C05
            integrations:  # <- spy (A03SPY) is a member of #another (C05), but is not among its
            - jira
          people: {kind: slack, slack: C06}
          archived: {kind: slack, slack: C07}
          retired: {kind: slack, slack: C08, state: retired}
          missing: {kind: slack, slack: C09}
          others: {kind: slack, slack: C10}
          flow:
            kind: slack
            slack: C11  # <- reset (U06FLOW) is a member of #flow (C11)
        """,
        workspace=LIVE
        + """
channels:
  C01: {name: by-app, members: [U02JIRA]}
  C02: {name: by-bot, members: [U02JIRA]}
  C03: {name: by-name, members: [U02JIRA]}
  C04: {name: silent, members: [U01ALICE, U02JIRA]}
  C05: {name: another, members: [U02JIRA, U03SPY]}
  C06: {name: people, members: [U0AUDIT, U01ALICE]}
  C07: {name: archived, members: [U03SPY], is_archived: true}
  C08: {name: retired, members: [U03SPY]}
  C10: {name: others, members: [U04OLD, U05OUT]}
  C11: {name: flow, members: [U06FLOW]}
""",
    )


def test_the_finding_in_full() -> None:
    (finding,) = judge("", "members: [U03SPY]").findings
    assert finding.message == (
        "spy (A03SPY) is a member of #it-help (C01HELP), but is not among its `integrations` "
        "(read Sat 2026-11-21 09:00Z)"
    )
    assert finding.help == (
        "remove spy from #it-help in Slack, or add `A03SPY` to its `integrations`"
    )
    assert finding.location.pointer == "/channels/it-help/slack"
    assert finding.resource == ("channel", "C01HELP", "it-help")
    assert finding.facts == {
        "channel": "it-help",
        "id": "C01HELP",
        "app": "A03SPY",
        "bot": "B03SPY",
        "account": "U03SPY",
        "name": "spy",
        "member": True,
        "read_at": "2026-11-21T09:00:00Z",
    }


def test_every_app_is_a_finding() -> None:
    verdict = judge("", "members: [U02JIRA, U03SPY]")
    assert len({finding.fingerprint for finding in verdict.findings}) == 2


def test_whoever_writes_without_being_a_member_is_found_where_messages_were_read() -> None:
    wrote = "activity: {bots: [B01, B02JIRA, B07HOOK, B08SLACK, B0AUDIT], whole: true}"
    verdict = judge(", integrations: [jira]", f"members: [U02JIRA], {wrote}")
    (finding,) = verdict.findings
    assert finding.message.startswith(
        "alerts (A07HOOK) writes in #it-help (C01HELP), but is not among its `integrations`"
    )
    assert (finding.facts["account"], finding.facts["member"]) == ("B07HOOK", False)
    assert judge(", integrations: [jira, alerts]", f"members: [], {wrote}").findings == ()


def test_an_automation_approves_its_app() -> None:
    automations = 'automations: {a: {kind: bot, channel: "channel:it-help", app: Spy}}'
    assert judge("", "members: [U03SPY]", automations).messages == ()
    elsewhere = automations.replace("it-help", "other")
    assert len(judge("", "members: [U03SPY]", elsewhere).messages) == 1


@pytest.mark.parametrize(
    ("integrations", "live", "reason"),
    [
        (
            "[A99NEW]",
            "members: [U06FLOW]",
            "reset (U06FLOW) in #it-help may be A99NEW; Slack tells too little",
        ),
        (
            "[zendesk]",
            "members: [], activity: {bots: [B77WHO]}",
            "B77WHO in #it-help may be zendesk; Slack tells too little",
        ),
    ],
)
def test_an_app_that_may_be_approved_is_not_accused(
    integrations: str, live: str, reason: str
) -> None:
    verdict = judge(f", integrations: {integrations}", live)
    assert verdict.messages == ()
    assert [skipped.reason for skipped in verdict.skipped] == [reason]
    assert verdict.skipped[0].pointer == "/channels/it-help/integrations/0"


def test_an_entry_that_another_app_meets_excuses_nobody() -> None:
    verdict = judge(", integrations: [A02JIRA]", "members: [U02JIRA, U06FLOW]")
    assert [finding.facts["name"] for finding in verdict.findings] == ["reset"]


@pytest.mark.parametrize(
    ("live", "reason"),
    [
        ("is_member: false", "members: not read"),
        ("members: [U03SPY, U98A]", "U98A is not among the accounts of the workspace"),
        (
            "members: [U03SPY, U98A, U98B]",
            "U98A is not among the accounts of the workspace; likewise 1 more",
        ),
    ],
)
def test_who_is_not_known_may_be_an_app(live: str, reason: str) -> None:
    verdict = judge("", live)
    assert [skipped.reason for skipped in verdict.skipped] == [reason]
    assert len(verdict.findings) == live.count("U03SPY")


def test_an_app_is_approved_by_the_id_that_no_other_takes_on() -> None:
    plan = "channels: {it-help: {kind: slack, slack: C01HELP}}\n"
    live = f"{LIVE}\nchannels: {{C01HELP: {{name: it-help, members: [U02JIRA, U06FLOW]}}}}"
    mended = fixed(unapproved_integration, plan, workspace=live)
    assert "integrations: [A02JIRA, reset]" in mended
    assert judge_text(unapproved_integration, mended, workspace=live).messages == ()
