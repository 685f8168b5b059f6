"""Incidents that have no severity, and severities that no incident has."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import (
    NOT_SET,
    Box,
    Criteria,
    Hidden,
    IncidentSeverity,
    NotAssessed,
    Plan,
    Problem,
    Related,
    Severity,
    UnclearCriteria,
    Verdicts,
    one_of,
    rule,
)


@rule("SEV102", severity=Severity.WARNING, profile="standard", since="0.1", source="A07 B04")
def severity_criteria_gap(plan: Plan) -> Verdicts:
    """The criteria leave out some incidents, or some severity, or two severities share an order.

    Whoever triages goes through the severities by `order` and takes the first whose
    criteria hold. An incident that meets none of them waits until somebody has
    discussed what it is; a severity that another one always goes before is there
    for nothing. Let the mildest severity take what is left, and criteria of graver
    ones ask for more. Limits with `%`, or of names that end in pct or percent, go
    from 0 to 100; other numbers are whole where all limits are. What criteria
    leave open may be told by the priority matrix; then it has to have every cell.

    Bad:
        severities:
          sev1:
            order: 1
            criteria: {users_affected_pct: ">=25"}
            path: "escalation:desk"
            sla: "sla:helpdesk"
          sev2:
            order: 2
            criteria: {users_affected_pct: "<24.9"}
            path: "escalation:desk"
            sla: "sla:helpdesk"
        slas:
          helpdesk: {clock: 24x7, targets: {first_response: 1h}}
        escalations:
          desk:
            steps:
            - {notify: ["person:alice"], ack_within: 30m}
            - {notify: ["person:bob"], ack_within: 30m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Good:
        severities:
          sev1:
            order: 1
            criteria: {users_affected_pct: ">=25"}
            path: "escalation:desk"
            sla: "sla:helpdesk"
          sev2:
            order: 2
            criteria: {users_affected_pct: "<25"}
            path: "escalation:desk"
            sla: "sla:helpdesk"
        slas:
          helpdesk: {clock: 24x7, targets: {first_response: 1h}}
        escalations:
          desk:
            steps:
            - {notify: ["person:alice"], ack_within: 30m}
            - {notify: ["person:bob"], ack_within: 30m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Facts:
        case: a value of each measure, times in seconds, for which no severity is selected
        impact, urgencies: cells of the priority matrix that have none
        severity: one that is never selected, or shares its order
        other: the severity that goes before it, or shares the order
        order: the order they share
    """
    yield from _shared_orders(plan)
    yield from _empty_cells(plan)
    in_matrix = {severity for row in plan.priority_matrix.values() for severity in row.values()}
    measured = [severity for severity in plan.severities.values() if severity.is_measured]
    if not measured:
        return
    try:
        criteria = Criteria(measured)
        # A severity without criteria may be meant for all the rest: SEV101 asks for them.
        if len(measured) == len(plan.severities) and not in_matrix:
            yield from (_gap(plan, criteria, box) for box in criteria.gaps())
        for hidden in criteria.hidden():
            if hidden.grade.id not in in_matrix:
                yield _never_selected(plan, hidden)
    except UnclearCriteria as unclear:
        reason = f"nobody can tell which severities are selected: {unclear}"
        yield NotAssessed(reason, unclear.at or plan.root / "severities")


def _shared_orders(plan: Plan) -> Iterator[Problem]:
    first: dict[int, IncidentSeverity] = {}
    for _, severity in sorted(plan.severities.items()):
        other = first.setdefault(severity.order, severity)
        if other is not severity:
            yield Problem(
                at=severity.at / "order",
                message=f"{severity.id} and {other.id} both have order {severity.order}: "
                "nobody can tell which is tried first",
                help=f"give {severity.id} an order of its own",
                related=(Related(other.at / "order", f"the order of {other.id}"),),
                facts={"severity": severity.id, "other": other.id, "order": severity.order},
            )


def _empty_cells(plan: Plan) -> Iterator[Problem]:
    urgencies = dict.fromkeys(key for row in plan.priority_matrix.values() for key in row)
    for impact, row in plan.priority_matrix.items():
        empty = [urgency for urgency in urgencies if urgency not in row]
        if empty:
            yield Problem(
                at=plan.root / "priority_matrix" / impact,
                message=f"impact {impact} with urgency {one_of(empty)} has no severity",
                help=f"add `{empty[0]}: …` to the row",
                facts={"impact": impact, "urgencies": empty},
            )


def _gap(plan: Plan, criteria: Criteria, box: Box) -> Problem:
    case: dict[str, float] = {}
    left_out = []
    for name, measure in criteria.measures.items():
        if box[name] == measure.range or (measure.kind == "flag" and box[name] == NOT_SET):
            continue  # every value is meant, or a flag that is not set
        case[name] = measure.example(box[name])
        if box[name] != ((case[name], 0), (case[name], 0)):
            left_out.append(measure.words(box[name]))
    told = [criteria.measures[name].equation(value) for name, value in case.items()]
    where = f"at {' and '.join(told)}" if told else f"where {one_of(criteria.measures)} is not set"
    mildest = criteria.grades[-1].id
    border = next(criteria.bordering(box), None)
    return Problem(
        at=border.at if border else plan.severities[mildest].at / "criteria",
        message=f"no severity is selected {where}"
        + (f": the criteria leave out {' and '.join(left_out)}" if left_out else ""),
        help=f"let the criteria of {mildest} take it, or those of another severity",
        facts={"case": case},
    )


def _never_selected(plan: Plan, hidden: Hidden) -> Problem:
    severity = plan.severities[hidden.grade.id]
    related: tuple[Related, ...] = ()
    if not hidden.possible:
        why, remedy = "its criteria never hold", "correct its criteria"
    elif hidden.by is None:
        why, remedy = "those before it take all of its cases", "let their criteria ask for more"
    else:
        why = f"{hidden.by} comes first and takes all of its cases"
        remedy = f"let the criteria of {hidden.by} ask for more"
        at = plan.severities[hidden.by].at / "criteria"
        related = (Related(at, f"the criteria of {hidden.by}"),)
    return Problem(
        at=severity.at / "criteria",
        message=f"{severity.id} is never selected: {why}",
        help=remedy,
        related=related,
        facts={"severity": severity.id, "other": hidden.by},
    )
