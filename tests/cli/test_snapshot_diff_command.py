"""``commplan snapshot diff`` as users run it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from commplan.cli.main import main
from commplan.cli.snapshot_diff_text import WORDS
from commplan.difference import KINDS, WHATS
from commplan.workspace import (
    LiveChannel,
    LivePerson,
    LiveUsergroup,
    Reading,
    Status,
    Workspace,
    dump_snapshot,
)

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas/v1/snapshot-diff.schema.json").read_text("utf-8"))
READ = tuple(
    Reading(fact, Status.COMPLETE)
    for fact in ("emails", "people", "private-channels", "public-channels", "usergroups")
)
OLD = Workspace(
    taken_at=1_795_251_600_000_000,
    source="slack",
    team_id="T01ACME",
    team_name="Acme",
    readings=READ,
    people=tuple(LivePerson(f"U{n:02}", real_name=f"Person {n}") for n in range(12)),
    channels=(LiveChannel("C01HELP", name="it-help", is_archived=False, topic="Ask here"),),
    usergroups=(LiveUsergroup("S01ITOPS", handle="it-ops", users=()),),
)
NEW = OLD._replace(
    taken_at=OLD.taken_at + 604_800_000_000,
    channels=(LiveChannel("C01HELP", name="it-\x1b[2J", is_archived=True, topic=""),),
    usergroups=(
        LiveUsergroup("S01ITOPS", handle="it-ops", users=tuple(f"U{n:02}" for n in range(12))),
    ),
)

Compare = Callable[..., int]


@pytest.fixture
def compare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Compare:
    monkeypatch.chdir(tmp_path)

    def run(old: Workspace, new: Workspace, *words: str) -> int:
        for name, workspace in (("old.json", old), ("new.json", new)):
            Path(name).write_text(dump_snapshot(workspace, version="1.0"), "utf-8")
        return main(["snapshot", "diff", *words, "old.json", "new.json"])

    return run


def test_changes_are_told_in_words_and_end_with_1(
    compare: Compare, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compare(OLD, NEW) == 1
    crowd = ", ".join(f"Person {n} (U{n:02})" for n in range(10))
    assert capsys.readouterr().out == (
        "Acme (T01ACME): old.json (Sat 2026-11-21 09:00Z) and new.json (Sat 2026-11-28 09:00Z)\n"
        "\n"
        "channels:\n"
        "  #it-\\x1b[2J (C01HELP): archived\n"
        "  #it-\\x1b[2J (C01HELP): renamed: it-help -> it-\\x1b[2J\n"
        '  #it-\\x1b[2J (C01HELP): topic changed: "Ask here" -> ""\n'
        "\n"
        "user groups:\n"
        f"  @it-ops (S01ITOPS): joined it: {crowd}, and 2 more\n"
        "\n"
        "not compared:\n"
        "  members of channels: not read in either\n"
        "  connected organisations: not read in either\n"
        "  who may post and reply: not read in either\n"
        "  bookmarks: not read in either\n"
        "  pins: not read in either\n"
        "\n"
        "3 changes of channels, 1 change of user groups, as far as both snapshots tell\n"
    )


def test_no_change_ends_with_0(compare: Compare, capsys: pytest.CaptureFixture[str]) -> None:
    assert compare(OLD, OLD) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[-1] == "nothing happened, as far as both snapshots tell"
    silent = OLD._replace(channels=())
    assert compare(silent, silent) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["", "nothing happened"]


@pytest.mark.parametrize(("new", "code"), [(NEW, 1), (OLD, 0)])
def test_json_matches_its_schema(
    compare: Compare, capsys: pytest.CaptureFixture[str], new: Workspace, code: int
) -> None:
    assert compare(OLD, new, "--format", "json") == code
    text = capsys.readouterr().out
    told = json.loads(text)
    Draft202012Validator(SCHEMA).validate(told)
    assert bool(told["changes"]) == bool(code)
    assert told["old"]["path"] == "old.json"
    assert compare(OLD, new, "--format", "json:changes.json") == code
    assert Path("changes.json").read_text("utf-8") == text
    assert capsys.readouterr().out == ""


def test_the_schema_knows_every_word() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    change = SCHEMA["$defs"]["change"]["properties"]
    assert change["what"]["enum"] == list(WHATS)
    assert change["kind"]["enum"] == list(KINDS)
    assert set(WORDS) <= set(WHATS)


def test_two_workspaces_end_with_2(compare: Compare, capsys: pytest.CaptureFixture[str]) -> None:
    assert compare(OLD, NEW._replace(team_id="T02", team_name="Other")) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "is of Acme (T01ACME), the second of Other (T02)" in told.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["diff", "old.json"], "the following arguments are required: NEW"),
        (["diff", "old.json", "absent.json"], "absent.json: cannot be read: No such file"),
        (["diff", "--format", "yaml", "old.json", "old.json"], "no format is called 'yaml'"),
        (["migrate"], "the following arguments are required: OLD"),
        (["diff", "--formt", "json", "old.json", "old.json"], "did you mean '--format'?"),
    ],
)
def test_words_that_cannot_be_followed_end_with_2(
    compare: Compare, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    compare(OLD, OLD)
    capsys.readouterr()
    assert main(["snapshot", *words]) == 2
    assert said in capsys.readouterr().err


def test_the_help_of_the_command_names_its_actions(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["snapshot", "--help"])
    told = capsys.readouterr().out
    assert "commplan snapshot diff OLD NEW" in told
    assert "commplan snapshot migrate OLD -o NEW" in told


def test_a_folder_called_diff_is_still_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("diff").mkdir()
    Path("old.json").write_text(dump_snapshot(OLD, version="1.0"), "utf-8")
    words = ["snapshot", "--workspace", "snapshot:old.json", "-q", "-o", "new.json", "./diff"]
    assert main(words) == 0
    assert Path("new.json").exists()
