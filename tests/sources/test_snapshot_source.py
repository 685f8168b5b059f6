import subprocess
import sys
from pathlib import Path

import pytest

from commplan.api import (
    LivePerson,
    Pseudonyms,
    Redaction,
    Request,
    SnapshotError,
    SourceError,
    Workspace,
    dump_snapshot,
)
from commplan.sources import commplan_sources
from commplan.sources.snapshot import open_snapshot
from commplan.testing import timeless

NOTHING = timeless()
KEY, OTHER_KEY = Pseudonyms(b"a key of the test suite"), Pseudonyms(b"another key of the suite")


def test_a_snapshot_is_what_was_recorded(tmp_path: Path) -> None:
    live = Workspace(taken_at=5, source="slack", team_id="T1", people=(LivePerson("U1"),))
    path = tmp_path / "snapshot.json"
    text = dump_snapshot(live, version="1.0", redaction=Redaction.NONE)
    path.write_text(text, encoding="utf-8")
    assert open_snapshot(str(path), Request(()), NOTHING) == live
    assert open_snapshot(str(path), Request(()), NOTHING._replace(redaction_key=KEY)) == live


def test_a_snapshot_that_was_made_with_a_key_takes_that_key_or_none(tmp_path: Path) -> None:
    live = Workspace(taken_at=5, source="slack", people=(LivePerson("U1", real_name="Alice Ng"),))
    path = tmp_path / "snapshot.json"
    text = dump_snapshot(live, version="1.0", redaction=Redaction.NAMES, key=KEY)
    path.write_text(text, encoding="utf-8")
    assert open_snapshot(str(path), Request(()), NOTHING).key is None
    assert open_snapshot(str(path), Request(()), NOTHING._replace(redaction_key=KEY)).key == KEY
    with pytest.raises(SnapshotError, match=f"redacted with the key {KEY.mark}.*set that key"):
        open_snapshot(str(path), Request(()), NOTHING._replace(redaction_key=OTHER_KEY))


def test_a_snapshot_needs_a_file() -> None:
    with pytest.raises(SourceError, match="which file"):
        open_snapshot("", Request(()), NOTHING)


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
    with pytest.raises(SourceError, match=message):
        source.open("", Request(()), NOTHING)


def test_naming_the_sources_loads_nothing_heavy() -> None:
    code = "import sys, commplan.sources; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    for heavy in ("slack_sdk", "jsonschema", "zipfile", "commplan.workspace.snapshot"):
        assert heavy not in loaded
