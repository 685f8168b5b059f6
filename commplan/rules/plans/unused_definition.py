"""Something that the plan defines for nobody."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import (
    SECTIONS,
    Channel,
    Fix,
    Place,
    Plan,
    Problem,
    Remove,
    Severity,
    WrittenDocument,
    entity_name,
    probably_meant,
    rule,
)

PURPOSES = ("support-intake", "major-incident", "team")
_PLACES = {
    "person": "in `members`, `holders` or `users`",
    "group": "in `audience`, or as `owner`",
    "role": "as `owner` or `sender`, or in `notify`",
    "external": "in `audience`, as `recipient` of an obligation or `party` of an OLA",
    "tool": "as `tool`, `ticketing` or `queue`",
    "channel": "in `via`, or as `fallback`",
    "template": "as `template` of a message type",
    "calendar": "as `calendar` of a person or `clock` of an SLA",
    "rotation": "in `holders` or `notify`",
    "escalation": "as `path` of a severity",
    "sla": "as `sla` of a severity, or say in `applies` what it holds for",
    "ola": "as `ola` of the party, or say in `supports` what rests on it",
    "course": "in `training` of a role, or say in `required_for` who takes it",
    "security profile": "as `profile` in the `security` of a tool",
}
"""What is looked at, and where it would be named."""


@rule(
    "PLN103",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="A01; real: kubernetes/community (171 of 350 users)",
    fix="unsafe",
)
def unused_definition(
    plan: Plan,
    baselines: tuple[WrittenDocument, ...],
    *,
    purposes: tuple[str, ...] = PURPOSES,
) -> Iterator[Problem]:
    """Something is defined, and nothing in the plan refers to it.

    It looks like a promise and is none: nobody notices that the person has left,
    that the path calls nobody, that the template is never sent. Remove it, or name
    it where it belongs. Any reference from elsewhere in the plan is a use, also one
    from something that is itself unused: when that goes, this is next. No fix
    removes a channel that has a Slack id: it would be live without an owner.

    Some things are there without being named: an SLA with `applies`, an OLA with
    `supports`, a course with `required_for`; a channel that takes requests or has
    one of `purposes`, one that is out of use, and what `metadata.managed` claims to
    list; guests and people with a last day; a rotation that fills a user group;
    tools that others depend on or that carry a kind of channel. What a baseline
    defines serves other plans too and is not looked at.

    Bad:
        channels:
          it-ops: {kind: slack, slack: C04OPS, purpose: team, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Good:
        channels:
          it-ops: {kind: slack, slack: C04OPS, purpose: team, owner: "group:it-ops"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}
          groups:
            it-ops: {members: ["person:alice", "person:bob"]}

    Facts:
        kind, id: what is unused
    """
    meant = probably_meant(plan)
    for kind, where in _PLACES.items():
        inherited = {key for layer in baselines for key in _entries(layer, SECTIONS[kind])}
        for key in plan.ids(kind):
            is_used = (kind, key) in plan.used or (kind, key) in meant or key in inherited
            if not is_used and not _serves(plan, kind, key, purposes):
                at = Place(plan.origin, (*SECTIONS[kind], key))
                yield Problem(
                    at=at,
                    message=f"{entity_name(at.pointer)} is defined, but nothing refers to it",
                    help=f"name it where it belongs ({where}), or remove it",
                    facts={"kind": kind, "id": key},
                    fix=Fix((Remove(at),)) if _may_go(plan, kind, key) else None,
                )


def _may_go(plan: Plan, kind: str, key: str) -> bool:
    """Whether its removal may be proposed.

    A channel that is live would go on without a plan and an owner, and the one template of a type
    is what PRO101 would miss.
    """
    if kind == "channel":
        return plan.channels[key].slack is None
    if kind == "template":
        types = [template.type for template in plan.templates.values()]
        return types.count(plan.templates[key].type) > 1
    return True


def _entries(layer: WrittenDocument, section: tuple[str, ...]) -> dict[str, object]:
    """What a baseline itself defines."""
    found = layer.document.get(section, {}) if layer.document else {}
    return found if isinstance(found, dict) else {}


def _serves(plan: Plan, kind: str, key: str, purposes: tuple[str, ...]) -> bool:
    """Whether it is there for something that needs no reference."""
    if kind == "person":
        return plan.people[key].guest or plan.people[key].until is not None
    if kind == "group":
        handle = plan.groups[key].handle
        return handle is not None and plan.metadata.manages_usergroup(handle)
    if kind == "rotation":
        return plan.rotations[key].slack_usergroup is not None
    if kind == "channel":
        return _is_alive(plan, plan.channels[key], purposes)
    if kind == "tool":
        return _carries(plan, key)
    if kind == "sla":
        return bool(plan.slas[key].channels or plan.slas[key].severities)
    if kind == "ola":
        return bool(plan.olas[key].supports)
    return kind == "course" and bool(plan.training.courses[key].required_for)


def _is_alive(plan: Plan, channel: Channel, purposes: tuple[str, ...]) -> bool:
    """Whether people come by themselves, or are not to come any more."""
    is_place = channel.intake is not None or channel.purpose in purposes
    is_listed = channel.is_slack and plan.metadata.manages_channel(channel.name)
    return is_place or is_listed or channel.retired or channel.expires is not None


def _carries(plan: Plan, key: str) -> bool:
    """Whether something depends on a tool, or channels of its kind name no other."""
    tool = plan.tools[key]
    for channel in plan.channels.values():
        kind = "chat" if channel.is_slack else channel.kind
        if key in channel.depends_on or (channel.tool is None and tool.is_kind(kind)):
            return True
    return any(key in other.depends_on for other in plan.tools.values())
