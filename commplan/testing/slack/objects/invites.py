"""Invitations to share a channel, as Slack sends them."""

from commplan.testing.slack.answers import JSON
from commplan.testing.slack.session import Session
from commplan.testing.slack.workspace import Invite


def invite_object(invite: Invite, session: Session) -> JSON:
    """An invitation with its channel, who sent it, and who accepted if anybody did."""
    workspace = session.workspace
    channel = workspace.channels[invite.channel]
    outgoing = invite.direction == "outgoing"
    sent: JSON = {
        "direction": invite.direction,
        "status": invite.status,
        "date_last_updated": invite.created,
        "invite_type": "channel",
        "invite": {
            "id": invite.id,
            "date_created": invite.created,
            "date_invalid": invite.expires,
            "inviting_team": _team(workspace.team.id if outgoing else invite.team),
            "inviting_user": {"id": channel.creator if outgoing else "", "name": ""},
            **({"recipient_email": invite.email} if invite.email else {}),
        },
        "channel": {
            "id": channel.id,
            "is_private": channel.private,
            "is_im": False,
            "name": channel.name,
        },
    }
    if outgoing and invite.team:
        sent["acceptances"] = [
            {"approval_status": "pending_approval", "accepting_team": _team(invite.team)}
        ]
    return sent | invite.raw


def _team(id_: str) -> JSON:
    return {"id": id_, "name": id_.lower(), "is_verified": False, "domain": id_.lower()}
