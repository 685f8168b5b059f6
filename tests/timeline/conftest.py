"""Plans from fragments, unrolled."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from commplan.checker.load import Loader
from commplan.clock import parse_instant
from commplan.document import read_documents
from commplan.plan import Plan
from commplan.testing.rules import AS_OF, complete
from commplan.timeline import Timeline


def read_plan(text: str) -> Plan:
    loaded = Loader().loaded(read_documents(complete(text).encode(), "plan.yaml"), named=True)
    assert not loaded[0].text.faults, loaded[0].text.faults
    assert loaded[0].plan is not None
    return loaded[0].plan


@pytest.fixture
def unroll_plan() -> Callable[..., Timeline]:
    """The timeline of a fragment of a plan."""

    def make(text: str, as_of: str = AS_OF, **more: object) -> Timeline:
        return Timeline(read_plan(text), parse_instant(as_of), **more)  # type: ignore[arg-type]

    return make
