"""Helpers for the tests of plans, rules and plugins; public, and covered by the version promise.

``commplan.testing.slack`` is a Slack emulator. The names below judge fragments of
plans; they are loaded when first asked for, since the emulator needs none of them.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commplan.testing.files import read_files
    from commplan.testing.rules import AS_OF, Verdict, complete, expect, judge_text
    from commplan.testing.workspaces import read_workspace

__all__ = ["AS_OF", "Verdict", "complete", "expect", "judge_text", "read_files", "read_workspace"]


def __getattr__(name: str) -> object:
    """Load a public name from the module that defines it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module = {"read_files": "files", "read_workspace": "workspaces"}.get(name, "rules")
    value = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value
