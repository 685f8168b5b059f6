"""What broken references meant, so that one slip of the pen is told once."""

from commplan.plan.naming import nearest
from commplan.plan.plan import Plan


def probably_meant(plan: Plan) -> frozenset[tuple[str, str]]:
    """Kind and id of what broken references misspell, or name by another kind.

    PLN101 speaks of the references. Who looks for things that nothing names
    leaves these out.
    """
    meant: set[tuple[str, str]] = set()
    for field in plan.reference_fields if plan.broken else ():
        if not plan.sound(field.reference):
            kind, name, _ = field.reference
            meant.update((other, name) for other in field.allowed)
            meant.add((kind, nearest(name, plan.ids(kind)) or name))
    return frozenset(meant)
