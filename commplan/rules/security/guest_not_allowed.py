"""A guest in a channel that is not for guests, or not for this one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from commplan.api import NotAssessed, Problem, Related, Resource, Severity, rule

if TYPE_CHECKING:
    from commplan.api import Account, BoundChannel, Drift, Member, Membership, Verdicts


@rule(
    "SEC305",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A38",
    reads=("public-channels", "private-channels", "members", "people", "emails"),
)
def guest_not_allowed(drift: Drift) -> Verdicts:
    """A guest is in a channel that admits none, or that nobody declared them for.

    Guests come for one task and stay for years: they read on, with the whole history
    of the channel, long after whoever invited them has forgotten. A channel with
    `guests: none` admits none; any other, unless it says `guests: any`, only people of
    the plan up to their last day (`until`). Remove the guest in Slack, or declare
    them. Members of an organisation that shares the channel are SEC302's.

    Bad:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            gus: {name: Gus Field, slack: U08GUS, guest: true, until: "2027-03-31"}

    Workspace:
        people:
          U01ALICE: alice
          U08GUS: {handle: gus, real_name: Gus Field, is_restricted: true}
        channels:
          C01HELP: {name: it-help, members: [U01ALICE, U08GUS]}

    Facts:
        channel: the channel's id in the plan
        id: its Slack id
        guests: none or declared, as the plan has it; declared where it says nothing
        guest: the guest's Slack id
        handle: the guest's handle
        person: the guest's id in the plan
        until: the last day of a guest who stayed longer
        read_at: when the workspace was read
    """
    unplaced = _unplaced(drift)
    for membership in drift.memberships:
        bound = membership.bound
        admitted = bound.channel.guests or "declared"
        if admitted == "any":
            continue
        if why := membership.why or _doubt(membership):
            yield NotAssessed(why, at=bound.at, resource=Resource(*bound.object))
        for member in filter(_is_guest, membership.members):
            if admitted != "none" and member.account is None and unplaced is not None:
                who = unplaced.person.id
                why = f"{member.label} in {bound.label} may be {who}: {unplaced.why}"
                yield NotAssessed(why, at=bound.at, resource=Resource(*bound.object))
            elif (fault := _fault(member, bound, admitted)) is not None:
                yield Problem(
                    at=bound.channel.at / "guests" if bound.channel.guests else bound.at,
                    message=f"{member.label} is {fault.words}{drift.as_read}",
                    help=f"remove {member.handle} from {bound.label} in Slack{fault.or_else}",
                    related=fault.related,
                    facts={
                        "channel": bound.channel.id,
                        "id": bound.object[1],
                        "guests": admitted,
                        "guest": member.id,
                        "handle": member.handle,
                        "person": member.person.id if member.person else None,
                        "until": fault.until,
                        "read_at": drift.read_at,
                    },
                    resource=Resource(*bound.object),
                    subject=member.id,
                )


class _Fault(NamedTuple):
    words: str
    or_else: str
    related: tuple[Related, ...] = ()
    until: str | None = None


def _fault(guest: Member, bound: BoundChannel, admitted: str) -> _Fault | None:
    """Why a guest should not be there; None for one who is welcome."""
    if admitted == "none":
        words = f"a guest in {bound.title}, which admits none"
        return _Fault(words, ", or write `guests: declared`" if guest.account else "")
    if guest.account is None:
        words = f"a guest in {bound.title}, but no person of the plan"
        return _Fault(words, f", or declare a person with `slack: {guest.id}` and `guest: true`")
    person = guest.account.person
    if not guest.account.left or person.until is None:
        return None
    until = str(person.until)
    return _Fault(
        f"still a guest in {bound.title}, although {person.id} was to stay until {until}",
        f", or give {person.id} a later `until`",
        (Related(person.at / "until", f"{person.id}'s last day"),),
        until,
    )


def _unplaced(drift: Drift) -> Account | None:
    """Somebody whom the plan knows by an address that cannot be looked up: perhaps any account."""
    by_address = (one for one in drift.accounts.values() if one.person.slack is None)
    return next((one for one in by_address if one.unknown), None)


def _is_guest(member: Member) -> bool:
    return member.active and member.live is not None and member.live.is_guest is True


def _doubt(membership: Membership) -> str:
    """Why somebody in the channel may be a guest without being known for one."""
    doubtful = [member for member in membership.members if member.why or _is_unclear(member)]
    if not doubtful:
        return ""
    first, more = doubtful[0], len(doubtful) - 1
    why = first.why or f"Slack does not tell whether {first.label} is a guest"
    others = f"; likewise {more} more" if more else ""
    return f"whether guests are in {membership.bound.label} is not known: {why}{others}"


def _is_unclear(member: Member) -> bool:
    return member.active and member.live is not None and member.live.is_guest is None
