"""What the package costs, and what it says where the libraries are missing."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from commplan import extras
from commplan.api import MissingExtraError
from commplan.statistics import estimate_mean, estimate_share

PROBE = """
import sys
import commplan.statistics as statistics
for name in statistics.__all__:
    getattr(statistics, name)
statistics.effective_number([1, 2]), statistics.gini([1, 2]), statistics.flawless_cases(0.9)
statistics.holm([0.1]), statistics.nearest_rank(0.9, 100)
print(*sorted(sys.modules))
"""


def test_libraries_wait_until_something_is_worked_out() -> None:
    run = subprocess.run(
        [sys.executable, "-c", PROBE],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert {"numpy", "scipy"}.isdisjoint(run.stdout.split())


def without(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def import_module(name: str) -> object:
        if name.partition(".")[0] == missing or missing == "a part":
            error = f"No module named {missing!r}"
            raise ModuleNotFoundError(error, name=missing)
        return importlib.import_module(name)

    monkeypatch.setattr(extras, "import_module", import_module)


@pytest.mark.parametrize("missing", ["numpy", "scipy"])
def test_a_missing_library_is_asked_for(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    without(missing, monkeypatch)
    with pytest.raises(
        MissingExtraError, match=r"^measuring needs SciPy: pip install 'commplan\[measure\]'$"
    ):
        estimate_mean([1.0, 2.0])


def test_a_broken_library_is_not_called_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    without("a part", monkeypatch)
    with pytest.raises(ModuleNotFoundError, match="a part"):
        estimate_share(1, 2)


def test_the_error_survives_the_way_between_processes() -> None:
    import pickle

    error = MissingExtraError("measuring needs SciPy", "measure")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    assert str(error).endswith("[measure]'")
