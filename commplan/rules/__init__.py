"""All rules that come with commplan: one folder per subject, one module per rule.

A run needs few of them, and importing a module costs more than running its rule
over a plan. So the generated index beside this file tells what each rule is, and
the rule is imported when it first judges.
"""

import os
from collections.abc import Iterable, Iterator
from importlib import import_module

from commplan.api import Rule


def commplan_rules() -> Iterable[Rule]:
    """Every rule that the index tells of."""
    from commplan.rules._index import RULES

    return RULES


def written_rules() -> Iterator[Rule]:
    """Every rule in the folders beside this file, imported: what the index is made from.

    Raises TypeError for a module that defines no rule of its own name.
    """
    for subject, name in sorted(_modules(__path__[0])):
        found = getattr(import_module(f"{__name__}.{subject}.{name}"), name, None)
        if not isinstance(found, Rule):
            raise TypeError(f"{subject}/{name}.py defines no rule called {name}")
        yield found


def _modules(folder: str) -> Iterator[tuple[str, str]]:
    for subject in os.scandir(folder):
        if subject.is_dir() and not subject.name.startswith("_"):
            for module in os.listdir(subject.path):
                name, extension = os.path.splitext(module)
                if extension == ".py" and not name.startswith("_"):
                    yield subject.name, name
