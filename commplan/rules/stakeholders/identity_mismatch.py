"""A person whose id and address belong to two accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Problem, Related, Resource, Severity, rule

if TYPE_CHECKING:
    from commplan.api import Account, Drift, LivePerson, Verdicts


@rule(
    "STK305",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="real: kubernetes/community #5334",
    reads=("people", "emails"),
    of=("contacts",),
)
def identity_mismatch(drift: Drift) -> Verdicts:
    """The account behind a person's id does not have the e-mail address that the plan states.

    One of the two is somebody else's. A step that goes by the id calls one person, and
    a message to the address reaches another: the line was copied and half of it
    changed, or somebody took over from somebody. Find out who is meant and correct the
    other. Addresses are compared without regard to case; what the account's own address
    is stands nowhere in the finding.

    Bad:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, contacts: {email: bob@example.org}}

    Good:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, contacts: {email: alice@example.org}}

    Workspace:
        people:
          U01ALICE: {handle: alice, email: alice@example.org}
          U02BOB: {handle: bob, email: bob@example.org}

    Facts:
        person: the person's id in the plan
        declared: the Slack id in the plan
        email: the address in the plan
        answers: the id of the account that has the address, or null
        read_at: when the workspace was read
    """
    for account in drift.accounts.values():
        address = account.person.email
        if account.person.slack and address and not account.left and not account.gone:
            yield from _compared(drift, account, address)


def _compared(drift: Drift, account: Account, address: str) -> Verdicts:
    at = account.person.at / "contacts" / "email"
    resource = Resource(*account.object)
    same, other = drift.people.has_email(account, address), drift.people.holder(address)
    if same or (other is not None and other == account.live):
        return
    if same is None and (other is None or account.live is None):
        yield NotAssessed(drift.people.no_address(account), at=at, resource=resource)
    else:
        yield Problem(
            at=at,
            message=f"{account.label} does not have the address {address} in Slack"
            f"{_whose(other)}{drift.as_read}",
            help=_help(account.person.id, other),
            related=tuple(Related(*m) for m in drift.mentions(account, at)),
            facts={
                "person": account.person.id,
                "declared": account.declared,
                "email": address,
                "answers": other.id if other else None,
                "read_at": drift.read_at,
            },
            resource=resource,
        )


def _whose(other: LivePerson | None) -> str:
    if other is None:
        return ""
    name = f"{other.handle} ({other.id})" if other.handle else other.id
    return f"; {name} has it"


def _help(person: str, other: LivePerson | None) -> str:
    if other is None:
        return f"correct the address of {person}, or the id if the account is somebody else's"
    return f"write `slack: {other.id}` if {person} is the one with that address, else correct it"
