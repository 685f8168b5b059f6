"""Real data and the specification, which are not part of the project.

They lie in a folder beside the checkout, or in the one that COMMPLAN_TEST_DATA names. Tests
that look at them are skipped where they are not, and say so.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_FOLDER = Path(os.environ.get("COMMPLAN_TEST_DATA") or Path(__file__).parents[2] / "shared")


def beside(path: str) -> Path:
    """A file or folder of it, which may not be there."""
    return _FOLDER / path


def needs(path: Path) -> pytest.MarkDecorator:
    """The mark of tests that look at it."""
    return pytest.mark.skipif(not path.exists(), reason=_reason(path))


def skip_without(path: Path) -> None:
    """Leave the test where it is not there."""
    if not path.exists():
        pytest.skip(_reason(path))


def _reason(path: Path) -> str:
    return f"{path.relative_to(_FOLDER)} does not lie beside the checkout"
