"""The packs that one plan is held to: its own, and those of the run."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from commplan.finding import Severity
from commplan.packs.pack import Pack
from commplan.packs.read import load_pack, pack_names
from commplan.place import Place
from commplan.plan import Plan


class HeldPack(NamedTuple):
    """A pack, and where it is named: in ``metadata.profiles``, else the plan as a whole."""

    pack: Pack
    at: Place


def packs_of(plan: Plan, of_run: Iterable[str]) -> tuple[HeldPack, ...]:
    """The packs that a plan names, then those of the run; each once.

    Names of no pack are left out: PLN101 speaks of them.
    """
    listed = plan.metadata.at / "profiles"
    named = [(name, listed / number) for number, name in enumerate(plan.metadata.packs)]
    named += ((name, plan.root) for name in of_run)
    places: dict[str, Place] = {}
    for name, at in named:
        if name in pack_names():
            places.setdefault(name, at)
    return tuple(HeldPack(load_pack(name), at) for name, at in places.items())


@cache
def raised_by(names: tuple[str, ...]) -> Mapping[str, Severity]:
    """How grave some packs make rules at least, by code; names of no pack are left out."""
    raised: dict[str, Severity] = {}
    for name in names:
        severities = load_pack(name).severity if name in pack_names() else {}
        for code, severity in severities.items():
            raised[code] = min(severity, raised.get(code, severity), key=lambda one: one.rank)
    return raised
