"""Which token opens what: whose it is, the workspace that it reads, and what it was granted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from commplan.api import FACTS, Failure, Reading, SourceError, Status
from commplan.sources import records
from commplan.sources.slack.client import TOKEN_REFUSED, Client, GaveUpError, RefusedError
from commplan.sources.slack.pages import object_pages
from commplan.sources.slack.refusals import is_refused, not_granted

_ADVICE = {
    "account_inactive": "the app's account was deactivated; install the app again",
    "invalid_auth": "Slack does not know it; copy the token of your app again",
    "not_authed": "it is empty; put the token of your app into it",
    "token_expired": "rotating tokens live 12 hours; fetch a new one or turn rotation off",
    "token_revoked": "it was revoked; install the app again and copy the new token",
}
_TEAMS_PAGE = 200
_MOST_NAMED = 10
"""So many workspaces are named where one of them is to be chosen."""


class Identity(NamedTuple):
    """Whose a token is."""

    reader: str | None
    """The account that reads."""
    team: str | None
    """The workspace, none for an organisation's token until one is chosen."""
    team_name: str | None
    url: str | None
    enterprise: str | None
    is_bot: bool
    org_wide: bool
    """Whether the app is installed in a whole organisation, so that the token opens several."""
    scopes: tuple[str, ...] | None
    """What it was granted; None where Slack does not say."""


class Rights(NamedTuple):
    """A client, and what its token was granted."""

    client: Client
    scopes: tuple[str, ...] | None


class Access:
    """Who asks for which fact: administrators' facts can have a token of their own."""

    def __init__(self, own: Rights, administrator: Rights | Failure | None = None) -> None:
        """``administrator`` is the failure where Slack does not take that token."""
        self._own = own
        self._administrator = administrator

    @property
    def scopes(self) -> tuple[str, ...] | None:
        """What the tokens were granted, each for the facts that it is there for."""
        if self._own.scopes is None or not isinstance(self._administrator, Rights):
            return self._own.scopes
        more = {
            scope for fact in FACTS.values() if fact.for_administrators for scope in fact.scopes
        }
        return tuple(
            sorted({*self._own.scopes, *more.intersection(self._administrator.scopes or ())})
        )

    def client(self, fact: str) -> Client:
        """Whom to ask for a fact."""
        return self._of(fact).client

    @property
    def clients(self) -> tuple[Client, ...]:
        """Everybody who asks."""
        both = (self._own, self._administrator)
        return tuple(one.client for one in both if isinstance(one, Rights))

    def granted(self, fact: str) -> bool:
        """Whether it is certain beforehand that a fact is told."""
        return self.barred(fact) is None and self._of(fact).scopes is not None

    def barred(self, fact: str) -> Reading | None:
        """Why nobody need ask for a fact; None where it is worth trying."""
        if FACTS[fact].for_administrators and isinstance(self._administrator, Failure):
            return Reading(fact, Status.FAILED, failure=self._administrator)
        return not_granted(fact) if is_refused(fact, self._of(fact).scopes) else None

    def _of(self, fact: str) -> Rights:
        if FACTS[fact].for_administrators and isinstance(self._administrator, Rights):
            return self._administrator
        return self._own


def identify(client: Client, variable: str, host: str) -> Identity:
    """Ask Slack whose the token in ``variable`` is. Raises :class:`SourceError`.

    ``host`` is what errors call the other side.
    """
    try:
        data, headers = client.call("auth.test")
    except (RefusedError, GaveUpError) as error:
        raise SourceError(_why_not(error.failure, variable, host)) from None
    org_wide, team = data.get("is_enterprise_install") is True, records.text(data.get("team_id"))
    enterprise = records.text(data.get("enterprise_id"))
    if not (enterprise if org_wide else team):
        # Without it our own workspace would count among the strangers in each channel.
        what = "organisation" if org_wide else "workspace"
        raise SourceError(f"no answer from Slack at {host}: auth.test names no {what}")
    return Identity(
        reader=records.text(data.get("user_id")),
        team=None if org_wide else team,
        team_name=None if org_wide else records.text(data.get("team")),
        url=records.text(data.get("url")),
        enterprise=enterprise,
        is_bot=bool(data.get("bot_id")),
        org_wide=org_wide,
        scopes=_scopes(headers),
    )


def in_workspace(
    client: Client, identity: Identity, variable: str, named: str, of_plans: Sequence[str]
) -> Identity:
    """The identity in the workspace that is to be read. Raises :class:`SourceError`.

    That is the one that is ``named`` by its id; for an organisation's token else the only
    one of those ``of_plans`` that it opens, or the only one that it opens at all.
    """
    if not identity.org_wide:
        if named not in ("", identity.team):
            own = _label(identity.team or "", identity.team_name)
            raise SourceError(f"the token in {variable} is of the workspace {own}, not of {named}")
        return identity
    opened = dict(_opened(client, variable))
    wanted = (named,) if named else tuple(one for one in of_plans if one != identity.enterprise)
    candidates = [one for one in wanted if one in opened] if wanted else list(opened)
    if len(candidates) != 1:
        raise SourceError(_which(variable, opened, wanted, candidates))
    (team,) = candidates
    return identity._replace(team=team, team_name=opened[team])


def administrator(client: Client, variable: str, host: str, read: Identity) -> Rights | Failure:
    """The rights of a token that only reads what administrators are told, in the same place."""
    try:
        identity = identify(client, variable, host)
    except SourceError as error:
        return Failure("auth.test", str(error))
    if identity.enterprise != read.enterprise or read.enterprise is None:
        whose = identity.enterprise or identity.team
        what = f"the token in {variable} is of {whose}, and {read.enterprise or read.team} is read"
        return Failure("auth.test", what)
    return Rights(client, identity.scopes)


def _opened(client: Client, variable: str) -> Iterator[tuple[str, str | None]]:
    """Ids and names of the workspaces that an organisation's token opens."""
    method = "auth.teams.list"
    try:
        for teams, _ in object_pages(client, method, "teams", {"limit": _TEAMS_PAGE}):
            for team in teams:
                yield team["id"], records.text(team.get("name"))
    except (RefusedError, GaveUpError) as error:
        raise SourceError(
            f"the token in {variable} is an organisation's, and Slack does not say which"
            f" workspaces it opens: {method}: {error.failure.error}"
        ) from None


def _which(
    variable: str,
    opened: Mapping[str, str | None],
    wanted: Sequence[str],
    candidates: Sequence[str],
) -> str:
    """What is wrong where not exactly one workspace is meant, and what would be right."""
    whose = f"the token in {variable} is an organisation's"
    if not opened:
        return f"{whose} and opens no workspace: add the app to the one that is to be read"
    if len(candidates) > 1 and wanted:
        words = " ".join(f"--workspace slack:{one}" for one in candidates)
        return (
            f"{whose}, and the plans are about {len(candidates)} of its workspaces: write {words}"
        )
    names = [_label(one, name) for one, name in sorted(opened.items())]
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    listing = ", ".join(names[:_MOST_NAMED]) + more
    if wanted:
        absent = " or ".join(wanted)
        return f"{whose} and does not open {absent}: add the app to it, or read one of {listing}"
    return (
        f"{whose} and opens {len(opened)} workspaces: name one, as in --workspace"
        f" slack:{min(opened)} or in the plan's `metadata.workspace.team`; there are {listing}"
    )


def _label(id: str, name: str | None) -> str:
    return f"{name} ({id})" if name else id


def _scopes(headers: Mapping[str, str]) -> tuple[str, ...] | None:
    """What the token was granted: Slack says so in a header of every answer."""
    header = headers.get("x-oauth-scopes")
    if header is None:
        return None
    return tuple(sorted({scope for part in header.split(",") if (scope := part.strip())}))


def _why_not(failure: Failure, variable: str, host: str) -> str:
    if failure.error in TOKEN_REFUSED:
        return f"Slack refuses the token in {variable}: {_ADVICE[failure.error]}"
    tries = f" (tried {failure.tries} times)" if failure.tries > 1 else ""
    return f"no answer from Slack at {host}: {failure.error}{tries}"
