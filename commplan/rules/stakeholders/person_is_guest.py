"""A person who is a guest in Slack, and not in the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Problem, Related, Resource, Severity, rule

if TYPE_CHECKING:
    from commplan.api import Account, Drift, Verdicts


@rule(
    "STK304",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="A03 A38",
    reads=("people", "emails"),
)
def person_is_guest(drift: Drift) -> Verdicts:
    """A person whom the plan does not call a guest has a guest account.

    A guest sees the channels they were let into and no others, belongs to no user
    group, and is often somebody from outside: what the plan expects of a colleague
    they cannot do, and what it shows to colleagues they may not be meant to see. Write
    `guest: true`, so that the rules about guests hold for them, or let an
    administrator make them a full member. What Slack tells of a deactivated account
    does not say whether it is a guest's.

    Bad:
        stakeholders:
          people:
            gus: {name: Gus Field, slack: U08GUS}

    Good:
        stakeholders:
          people:
            gus: {name: Gus Field, slack: U08GUS, guest: true}

    Workspace:
        people:
          U08GUS: {handle: gus, is_restricted: true}

    Facts:
        person: the person's id in the plan
        declared: the Slack id or e-mail address in the plan
        channels: one for a guest of a single channel, else several
        read_at: when the workspace was read
    """
    for account in drift.accounts.values():
        if account.person.guest or account.left:
            continue
        if why := _doubt(account):
            yield NotAssessed(why, at=account.at, resource=Resource(*account.object))
        elif account.well and account.live is not None and account.live.is_guest:
            person, single = account.person.id, bool(account.live.is_ultra_restricted)
            kind = "of a single channel" if single else "of some channels"
            yield Problem(
                at=account.at,
                message=f"{account.label} is a guest {kind} in Slack, "
                f"but no guest in the plan{drift.as_read}",
                help=f"write `guest: true` at {person}, or make the account a full member in Slack",
                related=tuple(Related(*m) for m in drift.mentions(account, account.at)),
                facts={
                    "person": person,
                    "declared": account.declared,
                    "channels": "one" if single else "several",
                    "read_at": drift.read_at,
                },
                resource=Resource(*account.object),
            )


def _doubt(account: Account) -> str:
    """Why it is not known whether somebody is a guest."""
    if account.deactivated:
        return f"Slack does not tell whether {account.label}, who is deactivated, was a guest"
    if account.well and account.live is not None and account.live.is_guest is None:
        return f"Slack does not tell whether {account.label} is a guest"
    return account.why if account.unknown else ""
