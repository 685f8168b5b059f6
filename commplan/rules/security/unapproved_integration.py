"""An app in a channel that nobody approved there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import Fix, NotAssessed, Problem, Put, Resource, Severity, rule

if TYPE_CHECKING:
    from commplan.api import App, Channel, ChannelApps, Drift, Verdicts


@rule(
    "SEC304",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="A38 B03",
    fix="unsafe",
    reads=("public-channels", "private-channels", "members", "people", "bots"),
)
def unapproved_integration(drift: Drift) -> Verdicts:
    """A bot or app is in a channel and is not among its `integrations`.

    An app reads whatever is written in a channel that it is a member of, and hands
    it to whoever runs it; the plan's clearances say nothing about that company.
    Remove the app in Slack, or write its id or name into the `integrations` of the
    channel. Apps that an automation puts into the channel are approved, too; Slackbot
    and the app that reads for the audit are none. Apps that write in a channel without
    being members are found where another rule has its messages looked at, such as
    CHN312.

    Bad:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice", integrations: [jira]}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          it-help:
            {kind: slack, slack: C01HELP, owner: "person:alice", integrations: [jira, A04POLL]}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Workspace:
        people:
          U01ALICE: alice
          U03JIRA: {handle: jira, is_bot: true, app_id: A03JIRA, bot_id: B03JIRA}
          U04POLL: {handle: poll, is_bot: true, app_id: A04POLL, bot_id: B04POLL}
        channels:
          C01HELP: {name: it-help, members: [U01ALICE, U03JIRA, U04POLL]}

    Facts:
        channel: the channel's id in the plan
        id: its Slack id
        app: the id of the app, where Slack tells it
        bot: the id of its bot, where Slack tells it
        account: the Slack id of its account, or of the bot where it has none
        name: its name in Slack
        member: whether it is a member of the channel, rather than only writing there
        read_at: when the workspace was read
    """
    for apps in drift.apps:
        bound = apps.membership.bound
        resource = Resource(*bound.object)
        if apps.doubt:
            yield NotAssessed(apps.doubt, at=bound.at, resource=resource)
        for app in (*apps.members, *apps.writers):
            if app.deleted or app.is_reader or apps.wants(app):
                continue
            if (perhaps := apps.perhaps(app)) is not None:
                why = f"{app.label} in {bound.label} may be {perhaps.entry}; Slack tells too little"
                yield NotAssessed(why, at=perhaps.at, resource=resource)
                continue
            yield Problem(
                at=bound.channel.at / "integrations" if bound.channel.integrations else bound.at,
                message=f"{_message(apps, app)}{drift.as_read}",
                help=f"remove {app.name} from {bound.label} in Slack, "
                f"or add `{_entry(app)}` to its `integrations`",
                facts={
                    "channel": bound.channel.id,
                    "id": resource.id,
                    "app": app.app_id,
                    "bot": app.bot_id,
                    "account": app.id,
                    "name": app.name,
                    "member": app in apps.members,
                    "read_at": drift.read_at,
                },
                resource=resource,
                subject=app.id,
                fix=_approved(bound.channel, app),
            )


def _message(apps: ChannelApps, app: App) -> str:
    """What it does there, and that nobody wants it to."""
    what = "is a member of" if app in apps.members else "writes in"
    return f"{app.label} {what} {apps.membership.bound.title}, but is not among its `integrations`"


def _approved(channel: Channel, app: App) -> Fix:
    """Write down that the app may be there."""
    at = channel.at / "integrations"
    if not channel.integrations:
        return Fix((Put(at, [_entry(app)]),))
    return Fix((Put(at / len(channel.integrations), _entry(app)),))


def _entry(app: App) -> str:
    """The id of the app, which no other takes on, or its name where Slack does not tell that."""
    return app.app_id or app.name
