"""Reading user groups, bots and invitations: what is neither in a channel nor an account."""

from __future__ import annotations

from collections.abc import Iterable

from commplan.api import Failure, Invitation, LiveBot, LiveUsergroup, Reading, Request, Status
from commplan.sources import records
from commplan.sources.records import MalformedError
from commplan.sources.slack import told
from commplan.sources.slack.client import Client, GaveUpError, RefusedError
from commplan.sources.slack.objects import ObjectReader, only_scope
from commplan.sources.slack.pages import pages
from commplan.sources.slack.refusals import reading_after

INVITATIONS_PAGE = 500
"""The most invitations in one page: Slack allows one page a minute."""

SETTLED = frozenset({"revoked", "declined", "denied", "rejected", "expired"})
"""Words for invitations that wait for nobody any more; one that is new to us may be open."""


def read_usergroups(client: Client, request: Request) -> tuple[Reading, list[LiveUsergroup]]:
    """All user groups in one call: Slack does not page them."""
    method = "usergroups.list"
    params: dict[str, object] = {
        "include_users": request.usergroup_members,
        "include_disabled": True,
        "include_count": True,
    }
    try:
        data = client.call(method, params).data
        found = [records.usergroup(raw) for raw in records.records(data.get("usergroups"))]
    except (RefusedError, GaveUpError) as error:
        return reading_after("usergroups", error), []
    except MalformedError as malformed:
        failure = Failure(method, f"usergroups: {malformed}")
        return Reading("usergroups", Status.FAILED, failure=failure), []
    return Reading("usergroups", Status.COMPLETE), found


def read_bots(client: Client, ids: Iterable[str]) -> tuple[Reading, list[LiveBot]]:
    """Which app each of some bots belongs to."""
    method = "bots.info"

    def fetch(id: str) -> LiveBot:
        params = {"bot": id}
        try:
            (raw,) = records.records([client.call(method, params).data.get("bot")])
        except MalformedError as malformed:
            raise client.spoilt(method, params, f"bot: {malformed}") from None
        return told.bot(raw)

    reader = ObjectReader("bots", fetch, only_scope("bots"))
    reader.read(sorted(set(ids)))
    return reader.reading(), [bot for _, bot in sorted(reader.values.items())]


def read_invitations(client: Client, now: int) -> tuple[Reading, list[Invitation]]:
    """Invitations that are still open at ``now``, in seconds."""
    method = "conversations.listConnectInvites"
    found: dict[str, Invitation] = {}
    try:
        for page in pages(client, method, "invites", {"count": INVITATIONS_PAGE}):
            for invitation in map(told.invitation, page.items):
                found[invitation.id] = invitation
    except (RefusedError, GaveUpError) as error:
        return reading_after("invitations", error), []
    except MalformedError as malformed:
        failure = Failure(method, f"invites: {malformed}")
        return Reading("invitations", Status.FAILED, failure=failure), []
    is_open = [one for _, one in sorted(found.items()) if _is_open(one, now)]
    return Reading("invitations", Status.COMPLETE), is_open


def _is_open(invitation: Invitation, now: int) -> bool:
    ended = invitation.expires is not None and invitation.expires <= now
    return invitation.status not in SETTLED and not ended
