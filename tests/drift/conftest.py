"""Joins of small plans with small workspaces."""

from collections.abc import Callable

import pytest
import yaml

from commplan.api import Drift, Origin, Plan
from commplan.testing import complete, read_workspace


@pytest.fixture
def join() -> Callable[[str, str], Drift]:
    """Join a fragment of a plan with a workspace in the form of ``read_workspace``."""

    def made(plan: str, workspace: str = "") -> Drift:
        value = yaml.safe_load(complete(plan))
        return Drift(Plan(value, Origin("plan.yaml", 0)), read_workspace(workspace))

    return made
