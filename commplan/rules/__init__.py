"""All rules that come with commplan: one folder per subject, one module per rule."""

import os
from collections.abc import Iterable, Iterator
from importlib import import_module

from commplan.api import Rule


def commplan_rules() -> Iterable[Rule]:
    """Every rule in the folders beside this file; a new module is a new rule."""
    return [_rule(subject, name) for subject, name in sorted(_modules(__path__[0]))]


def _modules(folder: str) -> Iterator[tuple[str, str]]:
    for subject in os.scandir(folder):
        if subject.is_dir() and not subject.name.startswith("_"):
            for module in os.listdir(subject.path):
                name, extension = os.path.splitext(module)
                if extension == ".py" and not name.startswith("_"):
                    yield subject.name, name


def _rule(subject: str, name: str) -> Rule:
    found = getattr(import_module(f"{__name__}.{subject}.{name}"), name)
    if not isinstance(found, Rule):
        raise TypeError(f"{subject}/{name}.py defines no rule called {name}")
    return found
