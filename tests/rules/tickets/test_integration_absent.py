import pytest

from commplan.rules.tickets.integration_absent import integration_absent
from commplan.testing import Verdict, expect, judge_text

LIVE = """
people:
  U0AUDIT: {handle: commplan, is_bot: true, app_id: A0AUDIT, bot_id: B0AUDIT}
  U01ALICE: alice
  U02JIRA: {handle: jira, real_name: Jira Cloud, is_bot: true, app_id: A02JIRA, bot_id: B02JIRA}
  U03POLL: {handle: poll, is_bot: true, app_id: A03POLL, bot_id: B03POLL}
  U04OLD: {handle: old, is_bot: true, app_id: A04OLD, bot_id: B04OLD, deleted: true}
  U05DEAD: {handle: dead, is_bot: true, app_id: A05DEAD, bot_id: B05DEAD}
bots:
  B05DEAD: {name: dead, user_id: U05DEAD, deleted: true}
"""


def judge(entries: str, live: str, plan: str = "") -> Verdict:
    plan = (
        f"channels: {{it-help: {{kind: slack, slack: C01HELP, integrations: {entries}}}}}\n{plan}"
    )
    live = f"{LIVE}\nchannels: {{C01HELP: {{name: it-help, {live}}}}}"
    return judge_text(integration_absent, plan, workspace=live)


def test_apps_are_where_the_plan_wants_them() -> None:
    expect(
        integration_absent,
        """
        channels:
          in-order: {kind: slack, slack: C01, integrations: [A02JIRA, b03poll, Jira Cloud]}
          away:
            kind: slack
            slack: C02
            integrations:
            - jira
            - poll  # <- poll is in #away (C02) by the plan, but no member of it in Slack
          deleted:
            kind: slack
            slack: C03
            integrations:
            - A04OLD  # <- A04OLD is in #deleted (C03) by the plan, but was deleted from
            - dead  # <- dead is in #deleted (C03) by the plan, but was deleted from the workspace
            - zendesk  # <- zendesk is in #deleted (C03) by the plan, but no app of the workspace
          own: {kind: slack, slack: C04, integrations: [commplan]}
          none: {kind: slack, slack: C05}
          archived: {kind: slack, slack: C06, integrations: [poll]}
          retired: {kind: slack, slack: C07, integrations: [poll], state: retired}
          missing: {kind: slack, slack: C08, integrations: [poll]}
          mail: {kind: email, integrations: [poll]}
        automations:
          reset: {kind: bot, channel: "channel:in-order", app: jira}
          form:
            kind: bot
            channel: "channel:none"
            app: jira  # <- jira is in #none (C05) by the plan, but no member of it in Slack
          nowhere: {kind: bot, app: zendesk}
          broken: {kind: bot, channel: "channel:nothing", app: zendesk}
        """,
        workspace=LIVE
        + """
channels:
  C01: {name: in-order, members: [U01ALICE, U02JIRA, U03POLL]}
  C02: {name: away, members: [U02JIRA]}
  C03: {name: deleted, members: [U04OLD, U05DEAD]}
  C04: {name: own, members: [U0AUDIT]}
  C05: {name: none, members: [U01ALICE]}
  C06: {name: archived, members: [], is_archived: true}
  C07: {name: retired, members: []}
""",
    )


def test_the_finding_in_full() -> None:
    (finding,) = judge("[poll]", "members: [U01ALICE]").findings
    assert finding.message == (
        "poll is in #it-help (C01HELP) by the plan, but no member of it in Slack "
        "(read Sat 2026-11-21 09:00Z)"
    )
    assert finding.help == "add poll to #it-help in Slack, or take it out of `integrations`"
    assert finding.location.pointer == "/channels/it-help/integrations/0"
    assert finding.resource == ("channel", "C01HELP", "it-help")
    assert finding.facts == {
        "channel": "it-help",
        "id": "C01HELP",
        "entry": "poll",
        "state": "elsewhere",
        "account": "U03POLL",
        "channels": ["it-help"],
        "read_at": "2026-11-21T09:00:00Z",
    }


@pytest.mark.parametrize(("entry", "number"), [("old", 1), ("zendesk", 1), ("poll", 3)])
def test_an_app_that_is_gone_is_missed_once_and_one_that_is_elsewhere_in_each_channel(
    entry: str, number: int
) -> None:
    plan = "channels:" + "".join(
        f"\n  c{n}: {{kind: slack, slack: C0{n}, integrations: [{entry}]}}" for n in range(3)
    )
    live = LIVE + "channels:" + "".join(f"\n  C0{n}: {{name: c{n}, members: []}}" for n in range(3))
    findings = judge_text(integration_absent, plan, workspace=live).findings
    assert len(findings) == number
    if number == 1:
        assert f"{entry} is in #c0 (C00) and 2 more channels by the plan" in findings[0].message
        assert findings[0].facts["channels"] == ["c0", "c1", "c2"]
        assert [related.location.pointer for related in findings[0].related] == [
            "/channels/c1/integrations/0",
            "/channels/c2/integrations/0",
        ]


def test_an_app_that_writes_there_is_present() -> None:
    wrote = "members: [], activity: {bots: [B03POLL], whole: true}"
    verdict = judge("[poll]", wrote)
    assert (verdict.messages, verdict.skipped) == ((), ())


@pytest.mark.parametrize(
    ("entries", "live", "reason"),
    [
        ("[poll]", "is_member: false", "members: not read"),
        (
            "[poll]",
            "members: [U98WHO]",
            "U98WHO is not among the accounts of the workspace",
        ),
    ],
)
def test_what_is_not_known_is_not_assessed(entries: str, live: str, reason: str) -> None:
    verdict = judge(entries, live)
    assert verdict.messages == ()
    (skipped,) = verdict.skipped
    assert (skipped.reason, skipped.pointer) == (reason, "/channels/it-help/integrations/0")
    assert skipped.resource == ("channel", "C01HELP", "it-help")


def test_workflows_may_be_without_an_account_and_automations_without_an_app() -> None:
    plan = """
automations:
  form: {kind: workflow, channel: "channel:it-help", app: access-form}
  reset: {kind: workflow, channel: "channel:it-help"}
"""
    verdict = judge("[jira]", "members: [U02JIRA]", plan)
    assert verdict.messages == ()
    assert [(skipped.pointer, skipped.reason) for skipped in verdict.skipped] == [
        (
            "/automations/form/app",
            "no account is called 'access-form'; workflows may be without one",
        ),
        (
            "/automations/reset",
            "automation:reset names no `app`, so whether it is in #it-help is not known",
        ),
    ]
