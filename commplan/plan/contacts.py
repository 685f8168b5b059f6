"""Who relies on whom, and whether there is anybody to rely on."""

from collections.abc import Iterator, Mapping

from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.escalations import EscalationPath
from commplan.plan.naming import entity_name
from commplan.plan.people import External, Person
from commplan.plan.plan import Plan
from commplan.plan.references import Reference

_MACHINES = ("channel", "tool")
_HUMANS = frozenset({"person", "group", "role", "rotation", "external", "escalation"})
RELIED_ON = ("notify", "owner", "sender", "recipient", "party")
"""Fields whose people and parties have to be within reach."""
_USES = {
    "notify": "a target",
    "owner": "the owner",
    "sender": "the sender",
    "approver": "the approver",
    "decision": "the decision-maker",
    "recipient": "the recipient",
    "party": "the party",
    "members": "a member",
    "holders": "a holder",
    "deputies": "a deputy",
    "mentor": "the mentor",
    "users": "a user",
}
"""Fields that put somebody to use, and what that makes of them."""

EMPTY: Mapping[str, tuple[str, str]] = {
    "group": ("has no members", "add `members` or `slack_usergroup`"),
    "role": ("has no holders", "add `holders`"),
}
"""What groups and roles lack that :func:`emptied_by` finds, and the remedy."""


class Use(NamedTuple):
    """One place that relies on somebody."""

    reference: Reference
    field: str
    """The key of the place, one of those above."""

    @property
    def rank(self) -> int:
        """0 for a step of an escalation path, 1 for the owner of a channel, 2 for anything else."""
        if self.field == "notify":
            return 0
        return 1 if self.field == "owner" and self.reference.at.pointer[0] == "channels" else 2

    @property
    def order(self) -> tuple[int, list[str]]:
        """Sorts the gravest uses first, and uses alike in whatever order the plan is written."""
        return self.rank, [str(step) for step in self.reference.at.pointer]

    @property
    def words(self) -> str:
        """``a target of step 2 of escalation:desk``, ``the owner of channel:it-help``."""
        pointer = self.reference.at.pointer
        where = entity_name(pointer)
        if self.field == "notify":
            step = pointer[3]
            where = f"{f'step {step + 1}' if isinstance(step, int) else 'on_exhausted'} of {where}"
        return f"{_USES[self.field]} of {where}"


def human_uses(plan: Plan, fields: tuple[str, ...]) -> Iterator[Use]:
    """Every sound reference to a person or party in one of ``fields``, in the order of the text."""
    for kind, name, pointer, on_key, _ in plan.occurrences:
        field = pointer[-2] if type(pointer[-1]) is int else pointer[-1]
        if field in fields and kind in _HUMANS and pointer not in plan.broken:
            yield Use(Reference(kind, name, Place(plan.origin, pointer, on_key)), str(field))


def addressees(
    plan: Plan, reference: Reference, *, by_usergroup: bool
) -> tuple[Person | External, ...]:
    """People and parties behind a reference who have to be reached one by one.

    Escalation paths reach their people by their own methods and are left out;
    with ``by_usergroup`` so are groups that Slack reaches as a whole.
    """
    if not plan.sound(reference):
        return ()
    known, key = plan.addressed, (reference.kind, reference.id, by_usergroup)
    if key not in known:
        known[key] = tuple(_addressees(plan, reference, by_usergroup))
    return known[key]


def _addressees(
    plan: Plan, reference: Reference, by_usergroup: bool
) -> Iterator[Person | External]:
    seen: set[tuple[str, str]] = set()
    waiting = [reference]
    while waiting:
        current = waiting.pop()
        kind, name, _ = current
        if (kind, name) in seen or not plan.sound(current):
            continue
        seen.add((kind, name))
        if kind == "person":
            yield plan.people[name]
        elif kind == "external":
            yield plan.external[name]
        elif kind == "group" and by_usergroup and plan.groups[name].slack_usergroup:
            continue
        elif kind != "escalation":
            waiting += reversed(plan.behind(current))


def emptied_by(plan: Plan, reference: Reference) -> tuple[Reference, ...]:
    """The groups and roles without anybody that leave nobody behind a reference.

    Empty where somebody is there, and where something else is to blame: a broken
    reference, a circle, a rotation with turns that fall to nobody.
    """
    if reference.kind == "person" or not plan.reach(reference).nobody:
        return ()  # a person is there, or the reference is broken
    empty: dict[tuple[str, str], Reference] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [reference]
    while waiting:
        current = waiting.pop()
        if (current.kind, current.id) in seen:
            continue
        seen.add((current.kind, current.id))
        behind = plan.behind(current)
        if not plan.sound(current) or current.kind == "rotation":
            return ()
        if not behind and current.kind not in EMPTY:
            return ()
        if not behind:
            empty[current.kind, current.id] = current
        waiting += reversed(behind)
    return tuple(empty.values())


class DeadEnd(NamedTuple):
    """A part of an escalation path that reaches no human."""

    path: EscalationPath
    at: Place
    where: str
    """``step 2``, ``the last step`` or ``on_exhausted``."""
    empty: tuple[Reference, ...]
    """Groups and roles without anybody."""
    machines: tuple[Reference, ...]
    """Channels and tools that are reached instead."""


def dead_ends(plan: Plan) -> Iterator[DeadEnd]:
    """Steps that resolve to nothing, and ends of a path that reach no person."""
    for path in plan.paths.values():
        for step in path.steps:
            is_last = step.number == len(path.steps)
            where = "the last step" if is_last else f"step {step.number}"
            end = _dead_end(plan, path, step.at / "notify", where, step.notify)
            if end is not None and (is_last or not end.machines):
                yield end
        if path.on_exhausted is not None:
            at = path.on_exhausted.at / "notify"
            end = _dead_end(plan, path, at, "on_exhausted", path.on_exhausted.notify)
            if end is not None:
                yield end


def _dead_end(
    plan: Plan, path: EscalationPath, at: Place, where: str, targets: tuple[Reference, ...]
) -> DeadEnd | None:
    """Nobody behind any of the targets, and nothing but the targets to blame."""
    empty: dict[str, Reference] = {}
    machines = []
    for target in targets:
        if plan.sound(target) and target.kind in _MACHINES:
            machines.append(target)
            continue
        blame = emptied_by(plan, target)
        if not blame:
            return None
        empty |= {str(reference): reference for reference in blame}
    return DeadEnd(path, at, where, tuple(empty.values()), tuple(machines))
