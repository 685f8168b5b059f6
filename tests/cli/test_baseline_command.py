"""``commplan baseline``: a file that people review, and that only becomes shorter by itself."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

Run = Callable[..., Any]
Plan = Callable[..., Path]
ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas/v1/known-findings.schema.json").read_text("utf-8"))
HEAD = "apiVersion: commplan/v1\nkind: CommunicationPlan\nmetadata: {id: x}\n"
AS_OF = ("--as-of", "2026-11-21T09:00:00Z")
RULES = ("--select", "PLN101,CHN101", *AS_OF)


def channels(**owners: str | None) -> str:
    """A plan of channels with these owners; nobody is defined, so each owner is a fault."""
    lines = [
        f"  {name}: {{kind: slack{'' if owner is None else f', owner: {owner}'}}}"
        for name, owner in owners.items()
    ]
    return "\n".join([HEAD + "channels:", *lines, ""])


def stored(folder: Path, name: str = "known-findings.json") -> list[dict[str, Any]]:
    value = json.loads((folder / name).read_text("utf-8"))
    jsonschema.validate(value, SCHEMA)
    entries: list[dict[str, Any]] = value["known"]
    return entries


def edit(folder: Path, at: str, **changes: Any) -> None:
    """Change the entry for one thing by hand."""
    path = folder / "known-findings.json"
    value = json.loads(path.read_text("utf-8"))
    (entry,) = (entry for entry in value["known"] if entry["at"] == at)
    entry.update(changes)
    path.write_text(json.dumps(value), "utf-8")


@pytest.fixture
def adopted(run: Run, plan: Plan) -> Run:
    """Checks with what was known when two channels had faults."""
    plan(channels(a=None, b="person:gone"))
    result = run("baseline", *RULES)
    assert (result.code, result.out) == (0, "wrote known-findings.json: 2 findings in 2 entries\n")
    return lambda *words: run("check", *RULES, "--baseline", "known-findings.json", *words)


def test_the_file_has_one_sorted_entry_a_line(adopted: Run, folder: Path) -> None:
    assert (folder / "known-findings.json").read_text("utf-8") == (
        "{\n"
        '  "$schema": "https://commplan.dev/schemas/v1/known-findings.schema.json",\n'
        '  "version": 1,\n'
        '  "known": [\n'
        '    {"path": "plans/it-ops.yaml", "code": "CHN101", "at": "/channels/a"},\n'
        '    {"path": "plans/it-ops.yaml", "code": "PLN101", "at": "/channels/b/owner"}\n'
        "  ]\n"
        "}\n"
    )


def test_only_what_is_new_fails(adopted: Run, plan: Plan) -> None:
    assert adopted().code == 0
    plan("\n# moved\n" + channels(c=None, a=None, b="person:gone"))
    result = adopted()
    assert result.code == 1
    assert "CHN101 channel-unowned: channel:c" in result.out
    assert "2 known to the baseline" in result.out
    assert adopted("--no-baseline").out.count("CHN101") == 2


def test_what_is_mended_is_told_and_counts_as_a_warning(adopted: Run, plan: Plan) -> None:
    plan(channels(b="person:gone"))
    result = adopted()
    assert result.code == 0
    assert "plans/it-ops.yaml CHN101 /channels/a: nothing of it is left" in result.out
    assert "1 of its entries does not match" in result.out
    assert adopted("--fail-on", "warning").code == 1


def test_pruning_takes_out_what_is_mended_and_adds_nothing(
    adopted: Run, run: Run, plan: Plan, folder: Path
) -> None:
    plan(channels(b="person:gone", c=None))
    result = run("baseline", "--prune", *RULES)
    assert result.code == 0
    assert result.out.splitlines() == [
        "wrote known-findings.json: 1 finding in 1 entry",
        "new and not in it: 1 finding ('--add' adds what is new)",
    ]
    assert [entry["at"] for entry in stored(folder)] == ["/channels/b/owner"]


def test_pruning_what_is_empty_adds_nothing(run: Run, plan: Plan, folder: Path) -> None:
    plan(channels(a="person:gone"))
    (folder / "known-findings.json").write_text('{"version": 1, "known": []}')
    told = run("baseline", "--prune", *RULES).out
    assert told.startswith("known-findings.json is up to date: 0 findings in 0 entries\n")
    assert stored(folder) == []


def test_only_entries_of_the_files_asked_for_are_told(adopted: Run, plan: Plan) -> None:
    plan(channels(b="person:gone"))
    plan(HEAD.replace("id: x", "id: y"), "plans/other.yaml")
    assert "nothing of it is left" in adopted().out
    assert "nothing of it is left" not in adopted("--report-only", "plans/other.yaml").out


def test_adding_keeps_reasons(adopted: Run, run: Run, plan: Plan, folder: Path) -> None:
    edit(folder, "/channels/a", reason="closes", expires="2027-01-31")
    plan(channels(a=None, c=None))
    assert run("baseline", "--add", *RULES).code == 0
    assert [(e["at"], e.get("reason")) for e in stored(folder)] == [
        ("/channels/a", "closes"),
        ("/channels/c", None),
        ("/channels/b/owner", None),
    ]


def test_without_a_word_a_file_that_exists_stays(adopted: Run, run: Run, folder: Path) -> None:
    before = (folder / "known-findings.json").read_bytes()
    result = run("baseline", *RULES)
    assert result.code == 2
    assert "'--prune' takes out what is mended, '--add' adds what is new" in result.err
    assert run("baseline", "--prune", *RULES).out.startswith("known-findings.json is up to date")
    assert (folder / "known-findings.json").read_bytes() == before


def test_what_cannot_be_seen_is_written_as_an_escape(run: Run, plan: Plan, folder: Path) -> None:
    plan(f'{HEAD}channels:\n  "büro\u202e": {{kind: slack}}\n')
    assert run("baseline", *RULES).code == 0
    text = (folder / "known-findings.json").read_text("utf-8")
    assert r"/channels/büro\u202e" in text
    assert run("check", *RULES, "--baseline", "known-findings.json").code == 0


def test_a_name_that_is_no_text_is_known_all_the_same(run: Run, plan: Plan, folder: Path) -> None:
    name = os.fsdecode(b"plans/\xff.yaml")
    plan(channels(a=None), name)
    assert run("baseline", *RULES).code == 0
    assert [entry["path"] for entry in stored(folder)] == [name]
    assert run("check", *RULES, "--baseline", "known-findings.json").code == 0


def test_an_entry_that_is_over_hides_nothing(adopted: Run, run: Run, folder: Path) -> None:
    edit(folder, "/channels/a", expires="2026-11-20")
    result = adopted()
    assert result.code == 1
    assert "/channels/a: hides nothing since 2026-11-20" in result.out
    told = run("baseline", "--prune", "--add", *RULES).out
    assert "over and not put off: 1" in told
    assert [entry["at"] for entry in stored(folder)] == ["/channels/b/owner"]


def test_a_mandatory_rule_is_not_known(run: Run, plan: Plan, folder: Path) -> None:
    plan(channels(a=None, b="person:gone"))
    assert run("baseline", *RULES).code == 0
    (folder / "commplan.toml").write_text('mandatory = ["CHN101"]\n')
    result = run("check", *RULES, "--baseline", "known-findings.json")
    assert result.code == 1
    assert "CHN101 is mandatory here, which no baseline can hide" in result.out
    (folder / "known-findings.json").unlink()
    told = run("baseline", *RULES).out
    assert "of rules that nothing hides, and not in it: 1 finding" in told
    assert [entry["code"] for entry in stored(folder)] == ["PLN101"]


def test_other_rules_and_other_files_are_not_stale(adopted: Run, run: Run, plan: Plan) -> None:
    plan(HEAD.replace("id: x", "id: y"), "plans/other.yaml")
    words = ("--baseline", "known-findings.json", "--fail-on", "info", *AS_OF)
    assert run("check", "--select", "PLN105", *words).code == 0
    assert run("check", "plans/other.yaml", *RULES, *words).code == 0


def test_a_file_that_is_gone_is_stale(adopted: Run, plan: Plan, folder: Path) -> None:
    (folder / "plans" / "it-ops.yaml").unlink()
    plan(HEAD.replace("id: x", "id: y"), "plans/other.yaml")
    assert adopted().out.count("nothing of it is left") == 2


def test_a_broken_plan_makes_nothing_stale(
    adopted: Run, run: Run, plan: Plan, folder: Path
) -> None:
    plan("apiVersion: commplan/v1\nkind: CommunicationPlan\nmetadata: [\n")
    assert "nothing of it is left" not in adopted().out
    result = run("baseline", "--prune", *RULES)
    assert (result.code, len(stored(folder))) == (4, 2)
    assert "INCOMPLETE" in result.err


def test_the_configuration_names_the_file(run: Run, plan: Plan, folder: Path) -> None:
    plan(channels(a=None))
    (folder / "commplan.toml").write_text('baseline = "policy/known.json"\n')
    (folder / "policy").mkdir()
    assert run("check", *RULES).code == 2
    assert run("baseline", *RULES).code == 0
    assert [entry["path"] for entry in stored(folder, "policy/known.json")] == [
        "../plans/it-ops.yaml"
    ]
    assert run("check", *RULES).code == 0
    os.chdir(folder / "plans")
    assert run("check", *RULES, "it-ops.yaml").code == 0


def test_a_report_is_no_file_to_write(run: Run, plan: Plan) -> None:
    plan(channels(a=None))
    run("check", *RULES, "--format", "json:report.json")
    result = run("baseline", "--prune", *RULES, "--baseline", "report.json")
    assert result.code == 2
    assert "report.json is a report" in result.err


def test_an_audit_is_known_and_a_check_does_not_forget_it(run: Run, folder: Path) -> None:
    shutil.copytree(ROOT / "examples", folder / "examples")
    shutil.copytree(ROOT / "plans", folder / "plans")
    source = ("--workspace", "snapshot:examples/acme-workspace.json", *AS_OF)
    words = ("--profile", "basic", "plans/it-ops")
    assert run("audit", *words, *source).code == 1
    assert run("baseline", *words, *source).code == 0
    before = stored(folder)
    assert {entry["code"][3] for entry in before} >= {"3"}
    assert any("resource" in entry for entry in before)
    assert run("audit", *words, *source, "--baseline", "known-findings.json").code == 0
    assert "up to date" in run("baseline", "--prune", *words, *AS_OF).out
    assert stored(folder) == before


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ('{"path": "p", "code": "chn101", "at": ""}', "known.1.code"),
        ('{"path": "p", "code": "CHN101"}', "known.1"),
        ('{"path": "p", "code": "CHN101", "at": "", "counts": 2}', "did you mean"),
        ('{"path": "p", "code": "CHN101", "at": "", "expires": "2026-13-01"}', "known.1.expires"),
    ],
)
def test_mistakes_are_told_with_their_line(
    run: Run, plan: Plan, folder: Path, entry: str, problem: str
) -> None:
    plan()
    first = '{"path": "p", "code": "CHN101", "at": "/a"}'
    (folder / "k.json").write_text(
        f'{{\n  "version": 1,\n  "known": [\n    {first},\n    {entry}\n  ]\n}}\n'
    )
    result = run("check", "--baseline", "k.json")
    assert result.code == 2
    assert "k.json:5: " in result.err
    assert problem in result.err


def test_the_same_entry_twice_is_a_mistake(run: Run, plan: Plan, folder: Path) -> None:
    plan()
    entry = '{"path": "p", "code": "CHN101", "at": "/a"}'
    (folder / "k.json").write_text(f'{{"version": 1, "known": [{entry}, {entry}]}}')
    result = run("check", "--baseline", "k.json")
    assert "two entries for CHN101 at p /a" in result.err


def test_every_format_tells_of_entries_that_do_not_match(
    adopted: Run, plan: Plan, folder: Path
) -> None:
    plan(channels(a="person:gone", b="person:gone"))
    names = ("json", "sarif", "junit", "html", "markdown", "github", "gitlab", "checkstyle", "text")
    adopted(*(word for name in names for word in ("--format", f"{name}:{name}.out")))
    for name in names:
        text = (folder / f"{name}.out").read_text("utf-8")
        is_told = "nothing of it is left" in text or "1 of its entries does not match" in text
        assert is_told, name
    (mismatch,) = json.loads((folder / "json.out").read_text())["baseline"]["mismatches"]
    assert (mismatch["kind"], mismatch["count"], mismatch["found"]) == ("stale", 1, 0)
