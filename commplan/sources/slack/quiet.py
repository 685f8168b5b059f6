"""Reading who wants to be left alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from commplan.api import DoNotDisturb, LivePerson, Reading, Request, Status, email_digest
from commplan.sources import records
from commplan.sources.slack.client import Client, GaveUpError, RefusedError
from commplan.sources.slack.refusals import reading_after

MOST_AT_ONCE = 50
"""The most accounts that ``dnd.teamInfo`` takes in one call."""


def read_quiet(
    client: Client, request: Request, people: Iterable[LivePerson]
) -> tuple[Reading, Mapping[str, DoNotDisturb]]:
    """Who of the wanted people wants to be left alone now, by id of the account."""
    method = "dnd.teamInfo"
    found: dict[str, DoNotDisturb] = {}
    ids = sorted(person.id for person in _wanted(request, people) if not person.deleted)
    try:
        for start in range(0, len(ids), MOST_AT_ONCE):
            params = {"users": ",".join(ids[start : start + MOST_AT_ONCE])}
            told = client.call(method, params).data.get("users")
            if not isinstance(told, dict):
                raise client.spoilt(method, params, "an answer without users")
            for user, raw in told.items():
                found[user] = records.do_not_disturb(raw if isinstance(raw, dict) else {})
    except (RefusedError, GaveUpError) as error:
        return reading_after("dnd", error), found
    return Reading("dnd", Status.PARTIAL, note="only some people were asked about"), found


def _wanted(request: Request, people: Iterable[LivePerson]) -> Iterator[LivePerson]:
    wanted = [w for w in request.people if w.facts is None or "dnd" in w.facts]
    ids = {one.id for one in wanted if one.id}
    emails = {email_digest(one.email) for one in wanted if one.email}
    for person in people:
        known = person.email is not None and email_digest(person.email) in emails
        if person.id in ids or person.enterprise_user_id in ids or known:
            yield person
