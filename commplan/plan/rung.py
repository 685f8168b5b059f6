"""How many people are notified in the same moment."""

from collections.abc import Iterable

from commplan.named import NamedTuple
from commplan.plan.plan import Plan
from commplan.plan.references import Reference


class Ringing(NamedTuple):
    """Those behind some references who are all notified at once."""

    most: int
    """How many people and parties that may be, without the members of ``unlisted``."""
    unlisted: tuple[str, ...]
    """Groups whose members only Slack knows: ``group:id``."""


def ringing(plan: Plan, references: Iterable[Reference]) -> Ringing:
    """Everybody in a group is rung, but one holder of a role, and one turn of a rotation.

    A path rings those of its first step; channels and tools ring nobody by
    themselves. Broken references and cycles add nobody.
    """
    people: set[str] = set()
    one_of: list[set[str]] = []
    unlisted: list[str] = []
    seen: set[tuple[str, str]] = set()
    waiting = [*references]
    while waiting:
        reference = waiting.pop(0)
        if (reference.kind, reference.id) in seen or not plan.sound(reference):
            continue
        seen.add((reference.kind, reference.id))
        if reference.kind in ("person", "external"):
            people.add(str(reference))
        elif reference.kind == "role":
            one_of.append(_people(plan, reference))
        elif reference.kind == "rotation":
            turn = max(
                plan.behind(reference), key=lambda user: len(_people(plan, user)), default=None
            )
            if turn is not None and turn.kind in ("person", "role"):
                one_of.append(_people(plan, reference))
            elif turn is not None:
                waiting.append(turn)
        elif reference.kind == "escalation":
            waiting += next((step.notify for step in plan.paths[reference.id].steps), ())
        elif reference.kind == "group" and not plan.groups[reference.id].listed:
            unlisted.append(str(reference))
        else:
            waiting += plan.behind(reference)
    others = sum(not alternatives <= people for alternatives in one_of)
    return Ringing(len(people) + others, tuple(unlisted))


def _people(plan: Plan, reference: Reference) -> set[str]:
    return {f"person:{person.id}" for person in plan.reach(reference).people}
