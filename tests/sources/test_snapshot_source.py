import subprocess
import sys
from pathlib import Path

import pytest

from commplan.api import Environment, LivePerson, Request, SourceError, Workspace, dump_snapshot
from commplan.sources import commplan_sources
from commplan.sources.snapshot import open_snapshot


def test_a_snapshot_is_what_was_recorded(tmp_path: Path) -> None:
    live = Workspace(taken_at=5, source="slack", team_id="T1", people=(LivePerson("U1"),))
    path = tmp_path / "snapshot.json"
    path.write_text(dump_snapshot(live, version="1.0"), encoding="utf-8")
    assert open_snapshot(str(path), Request(()), None) == live  # type: ignore[arg-type]


def test_a_snapshot_needs_a_file() -> None:
    with pytest.raises(SourceError, match="which file"):
        open_snapshot("", Request(()), None)  # type: ignore[arg-type]  # nothing is read


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("slack", "SLACK_BOT_TOKEN is not set"),
        ("snapshot", "Write snapshot:FILE"),
        ("export", "Write export:FOLDER"),
    ],
)
def test_each_source_is_known_by_its_name(name: str, message: str) -> None:
    (source,) = (source for source in commplan_sources() if source.name == name)
    nothing = Environment(
        now=lambda: 0, monotonic=lambda: 0.0, sleep=lambda _: None, random=lambda: 0.0
    )
    with pytest.raises(SourceError, match=message):
        source.open("", Request(()), nothing)


def test_naming_the_sources_loads_nothing_heavy() -> None:
    code = "import sys, commplan.sources; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    for heavy in ("slack_sdk", "jsonschema", "zipfile", "commplan.workspace.snapshot"):
        assert heavy not in loaded
