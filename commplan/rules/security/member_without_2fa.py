"""Somebody who signs in to Slack with a password and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Problem, Resource, Severity, is_stated, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commplan.api import Account, Drift, Verdicts


@rule(
    "SEC303",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A36",
    reads=("people", "emails"),
)
def member_without_2fa(drift: Drift) -> Verdicts:
    """A person of the plan signs in to Slack without two-factor authentication.

    One guessed or stolen password is then enough to read the incident channels and to
    give orders in somebody's name, when nobody has time for doubts. Slack tells
    about the second factor to a token with an administrator's rights and to no bot:
    with a bot token the rule says that it could not look. Where the plan's chat tool
    signs in through an `sso`, Slack does not know what that asks of people, and the
    rule does not judge either.

    Bad:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        stakeholders:
          people:
            bob: {name: Bob Ito, slack: U02BOB}

    Workspace:
        people:
          U01ALICE: {handle: alice, has_2fa: false}
          U02BOB: {handle: bob, has_2fa: true}

    Facts:
        person: the person's id in the plan
        id: their Slack id
        handle: their handle in Slack
        read_at: when the workspace was read
    """
    active = [a for a in drift.accounts.values() if a.well and not a.left]
    for account in drift.accounts.values():
        if account.unknown:
            yield NotAssessed(account.why, at=account.at, resource=Resource(*account.object))
    slack = drift.plan.components.slack
    security = None if slack is None else drift.plan.security(slack)
    if active and security is not None and is_stated(security.sso):
        why = f"people sign in to Slack through {security.sso}, and Slack does not know how"
        yield NotAssessed(why, at=security.places["sso"])
        return
    yield from _silence(active)
    for account in active:
        if account.live is not None and account.live.has_2fa is False:
            person = account.person.id
            yield Problem(
                at=account.at,
                message=f"{account.label} signs in to Slack without "
                f"two-factor authentication{drift.as_read}",
                help=f"let {person} turn it on in Slack, or require it of the whole workspace",
                facts={
                    "person": person,
                    "id": account.live.id,
                    "handle": account.live.handle,
                    "read_at": drift.read_at,
                },
                resource=Resource(*account.object),
            )


def _silence(accounts: list[Account]) -> Iterator[NotAssessed]:
    """Slack tells of all or, to a bot, of nobody: that is said once."""
    silent = [a for a in accounts if a.live is not None and a.live.has_2fa is None]
    if silent:
        names = ", ".join(account.person.id for account in silent[:3])
        more = f" and {len(silent) - 3} more" if len(silent) > 3 else ""
        yield NotAssessed(
            "Slack tells only an administrator's token about two-factor authentication, "
            f"so that of {names}{more} is not known",
            at=silent[0].at,
        )
