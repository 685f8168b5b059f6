"""A person behind whose id or address there is no human account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Problem, Related, Resource, Severity, rule

if TYPE_CHECKING:
    from commplan.api import Account, Drift, Verdicts


@rule(
    "STK301",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="A03",
    reads=("people", "emails"),
)
def person_not_found(drift: Drift) -> Verdicts:
    """The id or e-mail address of a person resolves to no human account.

    Whoever is called through it never hears of it: the id was mistyped, belongs
    to a bot or a workflow, or the account was removed. Copy the id from the
    person's profile in Slack. A missing target of an escalation step is ESC301's.

    Bad:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U02ALICE}

    Workspace:
        people:
          U02ALICE: {handle: alice, real_name: Alice Ng}

    Facts:
        person: the person's id in the plan
        declared: the Slack id or e-mail address in the plan
        state: not-found or not-human
        read_at: when the workspace was read
    """
    for account in drift.charges.accounts:
        if not account.deactivated:
            yield Problem(
                at=account.at,
                message=f"{account.person.id} is {account.declared} in the plan, "
                f"but that account {account.fault}{drift.as_read}",
                help=_help(drift, account),
                related=tuple(Related(*m) for m in drift.mentions(account, account.at)),
                facts={
                    "person": account.person.id,
                    "declared": account.declared,
                    "state": account.state.value,
                    "read_at": drift.read_at,
                },
                resource=Resource(*account.object),
            )
    for account in drift.accounts.values():
        if account.unknown:
            yield NotAssessed(account.why, at=account.at, resource=Resource(*account.object))


def _help(drift: Drift, account: Account) -> str:
    if id_ := drift.namesake(account):
        return f"write `slack: {id_}`, the account of {account.person.name}"
    if account.person.slack is None:
        return "give the Slack id; somebody deactivated is not found by address"
    return f"copy the id from the profile in Slack, or take {account.person.id} out of the plan"
