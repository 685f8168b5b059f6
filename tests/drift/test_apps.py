"""Apps in channels: what they may be called, and what became of those that a plan wants."""

from collections.abc import Callable

import pytest

from commplan.api import AppState
from commplan.drift import Drift

Join = Callable[..., Drift]

PLAN = """
channels:
  it-help: {kind: slack, slack: C01HELP, integrations: [%s]}
"""
LIVE = """
reader: U0AUDIT
people:
  U0AUDIT: {handle: commplan, is_bot: true, app_id: A0AUDIT, bot_id: B0AUDIT}
  U02FLOW: {handle: reset, is_workflow_bot: true, is_bot: true}
  U03JIRA: {handle: jira, real_name: Jira Cloud, is_bot: true, app_id: A03JIRA, bot_id: B03JIRA}
  U04POLL: {handle: poll, is_bot: true, app_id: A04POLL, bot_id: B04POLL}
  U05OLD: {handle: old, is_bot: true, app_id: A05OLD, bot_id: B05OLD, deleted: true}
  U06ALICE: alice
  USLACKBOT: slackbot
  U07OUT: {handle: theirs, is_bot: true, team_id: T09OTHER}
bots:
  B03JIRA: {name: Jira, app_id: A03JIRA, user_id: U03JIRA}
  B08HOOK: {name: alerts, app_id: A08HOOK}
channels:
  C01HELP:
    name: it-help
    members: [U06ALICE, U0AUDIT, U03JIRA, U07OUT, USLACKBOT]
    activity: {bots: [B01, B03JIRA, B08HOOK, B0AUDIT], whole: true}
"""


@pytest.mark.parametrize(
    ("entry", "state"),
    [
        *((word, "present") for word in ("A03JIRA", "b03jira", "'@jira'", "Jira Cloud", "JIRA")),
        *((word, "present") for word in ("alerts", "A08HOOK", "B08HOOK", "commplan")),
        *((word, "elsewhere") for word in ("poll", "A04POLL", "reset")),
        *((word, "deleted") for word in ("old", "B05OLD")),
        *((word, "unheard-of") for word in ("zendesk", "A99GONE", "alice", "slackbot")),
    ],
)
def test_an_app_is_known_by_its_ids_and_names(join: Join, entry: str, state: str) -> None:
    (apps,) = join(PLAN % entry, LIVE).apps
    assert apps.standing(apps.declared[0]).state is AppState(state)


def test_who_is_there(join: Join) -> None:
    (apps,) = join(PLAN % "", LIVE).apps
    assert [app.label for app in apps.members] == ["commplan (A0AUDIT)", "jira (A03JIRA)"]
    assert [app.label for app in apps.writers] == ["alerts (A08HOOK)"]
    assert [app.id for app in (*apps.members, *apps.writers) if app.is_reader] == ["U0AUDIT"]


@pytest.mark.parametrize(
    ("entry", "live"),
    [
        ("zendesk", LIVE.replace("B08HOOK, B0AUDIT", "B09WHO")),
        (
            "A99GONE",
            LIVE.replace("app_id: A03JIRA, bot_id", "bot_id").replace(
                "app_id: A03JIRA, user", "user"
            ),
        ),
        ("zendesk", LIVE.replace("U07OUT, USLACKBOT", "U98WHO")),
        ("zendesk", LIVE + "unread: {people: partial}"),
        ("poll", LIVE + "unread: {members: failed}"),
    ],
)
def test_what_slack_does_not_tell_is_unknown(join: Join, entry: str, live: str) -> None:
    (apps,) = join(PLAN % entry, live).apps
    standing = apps.standing(apps.declared[0])
    assert standing.state is AppState.UNKNOWN
    assert standing.why


def test_a_workflow_may_be_without_an_account(join: Join) -> None:
    plan = """
    channels: {it-help: {kind: slack, slack: C01HELP}}
    automations:
      form: {kind: workflow, channel: "channel:it-help", app: access-form}
      reset: {kind: workflow, channel: "channel:it-help", app: reset}
      bot: {kind: bot, channel: "channel:it-help", app: helper}
      off: {kind: bot, channel: "channel:gone", app: helper}
    """
    (apps,) = join(plan, LIVE).apps
    states = {declared.by: apps.standing(declared).state.value for declared in apps.declared}
    assert states == {
        "automation:form": "unknown",
        "automation:reset": "elsewhere",
        "automation:bot": "unheard-of",
    }
