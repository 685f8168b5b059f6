"""Content of which nobody can tell how confidential it is."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import Place, Plan, Problem, Severity, entity_name, nearest, one_of, rule


@rule(
    "SEC101",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A38; ISO 27001 A.5.12–5.13",
)
def channel_unclassified(plan: Plan) -> Iterator[Problem]:
    """A channel has no ceiling, a message type no class, or the plan no order of classes.

    Whoever writes has to guess what may be said where, and nobody can check it.
    List the classes in `classification.order`, from the most open to the most
    closed; give each message type its `class` and each channel as its `ceiling`
    the highest class that it may carry. A class that is not among them, such as a
    misspelt one, says nothing and is reported where it stands. Channels whose
    `state` is archived or retired need no ceiling.

    Bad:
        classification: {order: [public, internal, restricted]}
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        classification: {order: [public, internal, restricted]}
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice", ceiling: internal}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        subject: what is not classified: a channel, a message type, the plan, …
        field: the key that is missing or wrong
        value: the class that does not exist, or null
    """
    classes = plan.classification
    if not classes.order:
        yield Problem(
            at=classes.at,
            message="the plan has no classification.order, so that classes mean nothing",
            help="add `classification: {order: [public, internal, …]}`, the most open class first",
            facts={"subject": "the plan", "field": "order", "value": None},
        )
    for channel in plan.channels.values():
        if channel.ceiling is None and not channel.retired:
            yield _missing(plan, channel.at, "ceiling")
    for message in plan.messages.values():
        if message.message_class is None:
            yield _missing(plan, message.at, "class")
    for at, value in _stated(plan) if classes.order else ():
        if value is not None and value not in classes.below:
            yield _unknown(plan, at, value)


def _stated(plan: Plan) -> Iterator[tuple[Place, str | None]]:
    """Every place that names a class."""
    for channel in plan.channels.values():
        yield channel.at / "ceiling", channel.ceiling
    for message in plan.messages.values():
        yield message.at / "class", message.message_class
    for parties in (plan.people, plan.groups, plan.external):
        yield from ((party.at / "clearance", party.clearance) for party in parties.values())
    for obligation in plan.obligations.values():
        yield obligation.at / "message_class", obligation.message_class
    classes = plan.classification
    for kind, ceiling in classes.medium_ceiling.items():
        yield classes.at / "medium_ceiling" / kind, ceiling


def _missing(plan: Plan, at: Place, field: str) -> Problem:
    subject = entity_name(at.pointer)
    order = plan.classification.order
    choice = one_of(order) if order else "one of the classes that the plan is to list"
    return Problem(
        at=at.key,
        message=f"{subject} has no {field}",
        help=f"add a `{field}`: {choice}",
        facts={"subject": subject, "field": field, "value": None},
    )


def _unknown(plan: Plan, at: Place, value: str) -> Problem:
    of_medium = at.pointer[0] == "classification"
    subject = "classification.medium_ceiling" if of_medium else entity_name(at.pointer)
    field = str(at.pointer[-1])
    close = nearest(value, plan.classification.below)
    meant = f"; did you mean {close!r}?" if close else ""
    known = one_of(plan.classification.below)
    return Problem(
        at=at,
        message=f"{subject} has {field} {value!r}, which is no class{meant}",
        help=f"write {close!r} instead" if close else f"use {known}, or add the class to the order",
        facts={"subject": subject, "field": field, "value": value},
    )
