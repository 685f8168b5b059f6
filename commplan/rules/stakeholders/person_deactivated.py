"""A person whose account is deactivated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import (
    Fix,
    NotAssessed,
    Problem,
    Related,
    Remove,
    Resource,
    Severity,
    dispensable,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import Account, Drift, Verdicts


@rule(
    "STK303",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="A03 A32",
    fix="unsafe",
    reads=("people", "emails"),
)
def person_deactivated(drift: Drift) -> Verdicts:
    """The account of a person in the plan is deactivated.

    Somebody has left and the plan still counts on them. Name somebody else
    wherever they stand, then take them out; or note their last day as `until`. A
    deactivated target of an escalation step is ESC303's, an only owner CHN303's. The fix
    takes them out of lists in which somebody else is left, and out of the plan where
    nothing names them any more.

    Bad:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Good:
        stakeholders:
          people:
            bob: {name: Bob Ito, slack: U02BOB}

    Workspace:
        people:
          U01ALICE: {handle: alice, deleted: true}
          U02BOB: bob

    Facts:
        person: the person's id in the plan
        declared: the Slack id or e-mail address in the plan
        read_at: when the workspace was read
    """
    for account in drift.charges.accounts:
        if account.deactivated:
            person = account.person.id
            yield Problem(
                at=account.at,
                message=f"{person} is {account.declared} in the plan, "
                f"but that account {account.fault}{drift.as_read}",
                help=f"name somebody else wherever person:{person} stands, then take it out; "
                "or reactivate the account in Slack",
                related=tuple(Related(*m) for m in drift.mentions(account, account.at)),
                facts={
                    "person": person,
                    "declared": account.declared,
                    "read_at": drift.read_at,
                },
                resource=Resource(*account.object),
                fix=_without(drift, account),
            )
    for account in drift.accounts.values():
        if account.unknown:
            yield NotAssessed(account.why, at=account.at, resource=Resource(*account.object))


def _without(drift: Drift, account: Account) -> Fix | None:
    gone = {("person", one.person.id) for one in drift.accounts.values() if one.gone}
    named = [field.reference for field in drift.plan.reference_fields]
    uses = [one for one in named if (one.kind, one.id) == ("person", account.person.id)]
    places = dispensable(drift.plan, uses, gone)
    if len(places) == len(uses):
        places += (account.person.at,)
    return Fix(tuple(map(Remove, places))) if places else None
