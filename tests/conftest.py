"""What all tests share: how far they look, and no proxy between us and ourselves."""

from __future__ import annotations

import gc
import signal
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.depth import FURTHER, QUICK, THOROUGH

if TYPE_CHECKING:
    from commplan.measures.engine import Engine

pytest.register_assert_rewrite("commplan.testing.rules")

# A shell lets what it runs in the background ignore Ctrl-C, and so would every program that tests
# start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--depth``, for every process that runs tests."""
    parser.addoption(
        "--depth",
        choices=(QUICK, THOROUGH, FURTHER),
        default=QUICK,
        help="how far tests look: few examples and no installations (quick, the default), all "
        "of them (thorough), or many examples that are new each time (further)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Before tests are read, which ask for their examples then."""
    settings.load_profile(config.getoption("depth"))


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, None, None]:
    """Nothing that reading the tests has made is garbage, however often one looks through it."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave for a thorough run what is marked to be, and begin with what takes long.

    So no process is left with a long test when the others have run out of theirs.
    """
    items.sort(key=lambda item: not any(map(item.get_closest_marker, ("long", "thorough"))))
    if config.getoption("depth") == QUICK:
        later = pytest.mark.skip(reason="runs with --depth thorough")
        for item in items:
            if item.get_closest_marker("thorough"):
                item.add_marker(later)


@pytest.fixture(scope="session", autouse=True)
def _surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests neither see nor leave anything in the user's environment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "127.0.0.1,localhost")
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.getbasetemp() / "state"))
        patch.setenv("POLARS_MAX_THREADS", "1")  # there are as many workers as cores
        for name in (
            *("SLACK_BOT_TOKEN", "SLACK_ADMIN_TOKEN", "SLACK_API_URL"),
            *("COMMPLAN_STATE", "NO_COLOR", "FORCE_COLOR"),
        ):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_measures(_surroundings: None, pytestconfig: pytest.Config) -> Iterator[None]:
    """A quick run tries rules on Polars; measures themselves, and the command, on DuckDB."""

    def engine() -> Engine:
        from tests.engines import PolarsEngine  # not every process measures

        return PolarsEngine()

    with pytest.MonkeyPatch.context() as patch:
        if pytestconfig.getoption("depth") == QUICK:
            patch.setattr("commplan.testing.rules.ENGINE", engine)
        yield
