"""A contact that nobody has tried for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from commplan.api import (
    RELIED_ON,
    Duration,
    External,
    Person,
    Plan,
    Problem,
    Related,
    Severity,
    Use,
    addressees,
    day_after,
    day_at,
    human_uses,
    parse_duration,
    rule,
)


@rule("STK104", severity=Severity.WARNING, profile="standard", since="0.1", source="A03; CIS 17.2")
def contact_unverified(plan: Plan, as_of: int, *, verify_every: str = "12mo") -> Iterator[Problem]:
    """A person or party that the plan relies on was not tried for a year, or never.

    Numbers and addresses change without a word, and the night of an incident is
    the wrong time to find out. Try the contact, then write the day into
    `verified`. Everybody is looked at who is a step target, owner, sender,
    recipient or party of an OLA, also behind groups, roles and rotations; a group
    of which only Slack knows the members is not. What is due today is not late
    yet, and a day that is yet to come proves nothing.

    Bad:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, verified: "2025-07-01"}

    Good:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, verified: "2026-07-01"}

    As of: 2026-11-21T09:00:00Z

    Facts:
        subject: the person or external party
        verified: the day on which the contact was last tried, or null
        due: the day on which it was to be tried again, or null
        days_late: how many days ago that was, or null
        uses: how many places rely on them
    """
    today, every = day_at(as_of, plan.metadata.timezone), parse_duration(verify_every)
    stale = {
        f"{kind}:{key}": party
        for kind, parties in (("person", plan.people), ("external", plan.external))
        for key, party in parties.items()
        if party.has_contact and not _is_fresh(party.verified, every, today)
    }
    if not stale:
        return
    used: dict[str, list[Use]] = {}
    for use in human_uses(plan, RELIED_ON):
        for party in addressees(plan, use.reference, by_usergroup=False):
            subject = f"{'person' if isinstance(party, Person) else 'external'}:{party.id}"
            if subject in stale:
                used.setdefault(subject, []).append(use)
    for subject, uses in used.items():
        party = stale[subject]
        if not (isinstance(party, Person) and plan.has_left(party, as_of)):  # see STK107
            yield _problem(party, subject, sorted(uses, key=lambda use: use.order), every, today)


def _is_fresh(verified: date | None, every: Duration, today: date) -> bool:
    return verified is not None and verified <= today <= day_after(verified, every)


def _problem(
    party: Person | External, subject: str, uses: list[Use], every: Duration, today: date
) -> Problem:
    use, verified = uses[0], party.verified
    due = None if verified is None or verified > today else day_after(verified, every)
    late = None if due is None else (today - due).days
    if late is not None:
        ago = "yesterday" if late == 1 else f"{late} days ago"
        fact = f"was to be verified by {due} (last {verified}, every {every}), {ago}"
    elif verified is not None:
        fact = f"is verified on {verified}, a day that is yet to come"
    else:
        fact = "was never verified"
    behind = "" if str(use.reference) == subject else f"stands behind {use.reference}, "
    return Problem(
        at=party.at.key if verified is None else party.at / "verified",
        message=f"{subject} {fact}, yet {behind or 'is '}{use.words}",
        help="try the contacts, then write the day into `verified`",
        related=tuple(Related(use.reference.at, use.words) for use in uses),
        facts={
            "subject": subject,
            "verified": None if verified is None else str(verified),
            "due": None if due is None else str(due),
            "days_late": late,
            "uses": len(uses),
        },
    )
