"""``--fix`` and ``--diff``: what is written, printed, and told to a gate."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from commplan.checker.drafts import Drafts
from commplan.cli import mending

TRAP = """\
# our plan
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: it-ops}   # an id
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE, until: 2027-03-31}  # for now
    bob: {name: "Bob Ito ", slack: U02BOB}
"""
QUOTED = TRAP.replace("2027-03-31", '"2027-03-31"')
FORM = ("check", "plans", "--select", "PLN002")

Run = Callable[..., Any]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def trap(plan: Callable[..., Path]) -> Path:
    return plan(TRAP)


def test_a_safe_fix_is_written_and_the_rest_is_reported(run: Run, trap: Path) -> None:
    trap.chmod(0o640)
    done = run(*FORM, "--fix")
    assert trap.read_text() == QUOTED
    assert trap.stat().st_mode & 0o777 == 0o640
    assert done.code == 1
    assert done.out.startswith("plans/it-ops.yaml:8:17: error PLN002 yaml-scalar-trap: 'Bob Ito '")
    assert "fixed:\n  PLN002 yaml-scalar-trap at plans/it-ops.yaml:7:53: in YAML 1.1" in done.out
    assert done.out.endswith("; 1 fixed, 1 remains\n")
    assert os.listdir(trap.parent) == ["it-ops.yaml"]


def test_an_unsafe_fix_has_to_be_named(run: Run, trap: Path) -> None:
    done = run(*FORM, "--fix=unsafe")
    assert trap.read_text() == QUOTED.replace("Bob Ito ", "Bob Ito")
    assert (done.code, done.out.splitlines()[-1]) == (
        0,
        "1 file, 1 plan, 1 rule: 0 errors, 0 warnings, 0 infos; 2 fixed, 0 remain",
    )
    again = run(*FORM, "--fix=unsafe")
    assert again.out.endswith("; 0 fixed, 0 remain\n")


def test_a_path_may_follow_the_bare_option(run: Run, trap: Path) -> None:
    run("check", "--select", "PLN002", "--fix", "plans")
    assert trap.read_text() == QUOTED


def test_findings_tell_that_they_can_be_fixed(run: Run, trap: Path) -> None:
    out = run(*FORM).out
    assert 'help: write it as "2027-03-31" [fix: safe]' in out
    assert 'help: write it as "Bob Ito" [fix: unsafe]' in out
    assert "; 1 fixable with --fix; 1 fixable with --fix=unsafe\n" in out
    assert trap.read_text() == TRAP


def test_a_difference_is_one_that_patch_applies(run: Run, trap: Path) -> None:
    done = run(*FORM, "--diff")
    assert trap.read_text() == TRAP
    assert done.code == 1
    assert done.err == "commplan: 1 would be fixed, 1 would remain\n"
    assert done.out.startswith("--- a/plans/it-ops.yaml\n+++ b/plans/it-ops.yaml\n@@ ")
    subprocess.run(["git", "apply", "-"], input=done.out, text=True, check=True)
    assert trap.read_text() == QUOTED


def test_a_difference_shows_no_secret(run: Run, plan: Run) -> None:
    phone, token = "+44 20 7946 0018", "xoxb-" + "123456789012-abcdefghijkl"
    path = plan(f"{QUOTED}    chen: {{name: Chen Wu, contacts: {{phone: '{phone}'}}}}  # {token}\n")
    form = ("check", "plans", "--select", "SEC106,PLN002", "--fix=unsafe")
    shown = run(*form, "--diff", "--format", "json:report.json").out
    assert "+    chen: {name: Chen Wu, contacts: {phone: 'secret:chen/phone'}}" in shown
    assert "•" * len(phone) in shown
    for text in (shown, Path("report.json").read_text(), run(*form).out):
        assert phone not in text
        assert token not in text
    assert token in path.read_text()
    assert phone not in path.read_text()


def test_a_difference_is_harmless_to_terminals_and_build_logs(run: Run, plan: Run) -> None:
    forged = "    dana:\n      name: |\n        ::error file=x::forged \u202e\n    alice"
    plan(TRAP.replace("    alice", forged))
    shown = run(*FORM, "--diff").out
    assert "\u202e" not in shown
    assert r" \x3a:error file=x::forged \u202e" in shown
    assert not any(line.lstrip(" ").startswith("::") for line in shown.splitlines())


def test_a_difference_fails_a_gate_only_where_there_is_one(run: Run, plan: Run) -> None:
    plan(TRAP.replace('"Bob Ito "', "Bob Ito"))
    assert run(*FORM, "--diff").code == 1
    assert run(*FORM, "--diff", "--exit-zero").code == 0
    assert run(*FORM, "--fix").code == 0
    assert run(*FORM, "--diff").code == 0
    assert run(*FORM, "--diff").out == ""


def test_a_difference_and_a_report_go_to_different_places(run: Run, trap: Path) -> None:
    done = run(*FORM, "--diff", "--format", "json")
    assert (done.code, done.out) == (2, "")
    run(*FORM, "--diff", "--format", "json:report.json")
    report = json.loads(Path("report.json").read_text())
    assert [finding["fix"] for finding in report["fixed"]] == ["safe"]
    (left,) = report["findings"]
    assert left["edits"][0]["text"] == '"Bob Ito"'
    assert left["edits"][0]["line"] == 8


def test_programs_are_told_what_a_fix_replaces(run: Run, trap: Path) -> None:
    safe, unsafe = json.loads(run(*FORM, "--format", "json").out)["findings"]
    assert (safe["fix"], unsafe["fix"]) == ("safe", "unsafe")
    (edit,) = safe["edits"]
    assert edit == {
        "path": "plans/it-ops.yaml", "line": 7, "column": 53, "end_line": 7, "end_column": 63,
        "text": '"2027-03-31"',
    }  # fmt: skip
    sarif = json.loads(run(*FORM, "--format", "sarif").out)["runs"][0]["results"]
    (change,) = sarif[0]["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 7, "startColumn": 53, "endLine": 7, "endColumn": 63},
            "insertedContent": {"text": '"2027-03-31"'},
        }
    ]


def test_programs_are_told_what_was_refused(run: Run, plan: Run) -> None:
    path = plan(TRAP + '    carol: &c {name: "Carol "}\n    dan: *c\n')
    unsafe = (*FORM, "--fix=unsafe")
    report = json.loads(run(*unsafe, "--format", "json").out)
    assert [finding["fix"] for finding in report["findings"]] == [None]
    assert [(u["code"], "&c" in u["reason"]) for u in report["unfixed"]] == [("PLN002", True)]
    assert (report["summary"]["fixed"], len(report["fixed"])) == (2, 2)
    assert "&c" in run(*unsafe).out
    assert "&c" in run(*unsafe, "--diff").err
    assert '"Carol "' in path.read_text()
    schema = json.loads((ROOT / "schemas/v1/findings.schema.json").read_text())
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(report)) == []


@pytest.mark.parametrize(
    "data",
    [
        TRAP.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + TRAP.encode(),
        TRAP.rstrip("\n").encode(),
        ("--- # start\n" + TRAP + "...\n").encode(),
    ],
    ids=["crlf", "bom", "no-end", "marks"],
)
def test_every_other_byte_stays(run: Run, trap: Path, data: bytes) -> None:
    trap.write_bytes(data)
    run(*FORM, "--fix")
    assert trap.read_bytes() == data.replace(b"2027-03-31", b'"2027-03-31"')


def test_a_file_that_is_no_text_stays(run: Run, trap: Path) -> None:
    data = TRAP.encode("utf-16")
    trap.write_bytes(data)
    assert run("check", "plans", "--select", "PLN001", "--fix").code == 1
    assert trap.read_bytes() == data


def test_standard_input_is_not_mended(run: Run, trap: Path) -> None:
    import io
    import sys

    sys.stdin = io.TextIOWrapper(io.BytesIO(TRAP.encode()))
    done = run("check", "-", "--fix")
    assert (done.code, done.out) == (2, "")
    assert "standard input cannot be mended" in done.err


def test_links_and_read_only_files_stay(run: Run, trap: Path, folder: Path) -> None:
    elsewhere = folder / "elsewhere"
    trap.rename(elsewhere)
    trap.symlink_to(elsewhere)
    done = run(*FORM, "--fix")
    assert "plans/it-ops.yaml is a link; name the file that it leads to" in done.out
    trap.unlink()
    elsewhere.rename(trap)
    trap.chmod(0o444)
    done = run(*FORM, "--fix")
    assert "plans/it-ops.yaml is read-only" in done.out
    assert (done.code, trap.read_text()) == (1, TRAP)


def test_a_file_that_changed_meanwhile_stays(
    run: Run, trap: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = mending.write

    def late(drafts: Drafts) -> None:
        trap.write_text("somebody else was faster\n")
        write(drafts)

    monkeypatch.setattr(mending, "write", late)
    done = run(*FORM, "--fix")
    assert done.code == 2
    assert "plans/it-ops.yaml: changed while commplan ran; nothing was written to it" in done.err
    assert trap.read_text() == "somebody else was faster\n"


def test_a_disk_that_is_full_leaves_the_file(
    run: Run, trap: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    done = run(*FORM, "--fix")
    assert done.code == 2
    assert "plans/it-ops.yaml: cannot be written: No space left on device" in done.err
    assert trap.read_text() == TRAP
    assert os.listdir(trap.parent) == ["it-ops.yaml"]


def test_what_a_baseline_of_findings_knows_is_left_alone(run: Run, trap: Path) -> None:
    Path("known.json").write_text(run(*FORM, "--format", "json").out)
    assert run(*FORM, "--fix=unsafe", "--baseline", "known.json").code == 0
    assert trap.read_text() == TRAP


def test_what_is_excused_is_left_alone(run: Run, plan: Run) -> None:
    text = TRAP.replace("# for now", "# commplan: ignore[PLN002] read by us alone")
    path = plan(text)
    run(*FORM, "--fix")
    assert path.read_text() == text


def test_many_files_are_mended_in_one_run(run: Run, plan: Run) -> None:
    paths = [plan(TRAP.replace("it-ops", f"p{n}"), f"plans/{n:03}.yaml") for n in range(130)]
    done = run(*FORM, "--fix", "--jobs", "2", "-q")
    assert all('"2027-03-31"' in path.read_text() for path in paths)
    assert done.code == 1
