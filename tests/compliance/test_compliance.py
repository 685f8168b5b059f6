"""What a run says of controls: what was found, what was not, and what nobody could tell."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from trestle.oscal.assessment_results import AssessmentResults

from commplan.cli.compliance import parser
from commplan.cli.main import main
from commplan.compliance.assessment import State, assess
from commplan.finding import Incomplete, Report, Skipped
from commplan.packs import Control, Pack, load_pack, pack_names
from commplan.plugins import registry

ROOT = Path(__file__).parents[2]
SNAPSHOT = ROOT / "examples" / "acme-workspace.json"
CATALOGUE = registry().rules()
PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: it-ops}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
channels:
  it-help: {kind: slack, slack: C01HELP, purpose: support-intake, owner: "person:alice"}
slas:
  helpdesk: {applies: {channel: it-help}, clock: 24x7, targets: {first_response: 30m}}
"""


class Result(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "it-ops.yaml").write_text(PLAN, "utf-8")

    def call(*words: str) -> Result:
        code = main(["compliance", *words, "--as-of", "2026-11-21T09:00:00Z"])
        told = capsys.readouterr()
        return Result(code, told.out, told.err)

    return call


def pack(*rules: tuple[str, ...]) -> Pack:
    """A framework with one control for each list of rules."""
    controls = tuple(Control(f"C{n}", "a control", True, codes) for n, codes in enumerate(rules))
    return Pack("test", "Test", "a test", (), {}, (), controls)


def report(**told: Any) -> Report:
    given: dict[str, Any] = {"ran": ("CHN101", "STK102", "SEC106"), "plans": 1}
    parts: dict[str, Any] = {
        "command": "check", "as_of": 0, "profile": "basic", "files": 1, "rules_run": 3,
        "findings": (), "waived": (), "skipped": (), "incomplete": (),
    }  # fmt: skip
    return Report(**{**parts, **given, **told})


def states(made: Report, *rules: tuple[str, ...]) -> list[State]:
    (outcome,) = assess(made, [pack(*rules)], CATALOGUE)
    return [control.state for control in outcome.controls]


def test_nothing_is_claimed_that_was_not_assessed() -> None:
    whole = Skipped("CHN101", "channel-unowned", "needs a workspace")
    part = Skipped("STK102", "contact-missing", "who knows", path="a.yaml", pointer="/x")
    made = report(skipped=(whole, part))
    assert states(made, ("SEC106",)) == [State.NOTHING_FOUND]
    assert states(made, ("CHN101",)) == [State.NOT_ASSESSED]
    assert states(made, ("STK102",)) == [State.PARTLY]
    assert states(made, ("SEC106", "CHN101")) == [State.PARTLY]
    assert states(made, ("CHN101", "ESC101")) == [State.NOT_ASSESSED], "ESC101 did not run"
    assert states(made, ("NTF999",)) == [State.NOT_ASSESSED], "there is no such rule"
    assert states(report(plans=0), ("SEC106",)) == [State.NOT_ASSESSED], "no plan was read"
    assert states(made, ()) == [State.NOT_ASSESSED]


def test_what_stopped_is_no_pass() -> None:
    crash = Incomplete("rule", "SEC106", "ValueError")
    assert states(report(incomplete=(crash,)), ("SEC106",)) == [State.PARTLY]
    read = Incomplete("read", "users.list", "ratelimited", rules=("STK102",))
    assert states(report(incomplete=(read,)), ("STK102", "SEC106")) == [State.PARTLY]


def test_faults_stand_whatever_else_is_unknown(run: Run) -> None:
    result = run("--pack", "soc2")
    assert result.code == 1
    assert "| CC2.2 | communication inside" in result.out
    (row,) = (line for line in result.out.splitlines() if line.startswith("| CC2.2 "))
    assert "| faults found | " in row
    assert "`plans/it-ops.yaml:" in result.out


def test_it_runs_the_rules_of_the_controls_whatever_the_profile(run: Run, tmp_path: Path) -> None:
    (tmp_path / "commplan.toml").write_text('profile = "basic"\n', "utf-8")
    rows = list(csv.DictReader(io.StringIO(run("--pack", "soc2", "--format", "csv").out)))
    named = {(c.id, code) for c in load_pack("soc2").controls for code in c.rules}
    assert {(row["control"], row["rule"]) for row in rows} == named
    ran = {row["rule"] for row in rows if row["rule state"] != "not assessed"}
    assert "FBK102" in ran, "which is no part of basic"


def test_the_packs_of_plans_are_taken_where_none_is_named(run: Run, tmp_path: Path) -> None:
    refused = run()
    assert refused.code == 2
    assert "which framework? No plan names a pack; give --pack, one of cis, dora" in refused.err
    plan = PLAN.replace("{id: it-ops}", "{id: it-ops, profiles: [nis2]}")
    (tmp_path / "plans" / "it-ops.yaml").write_text(plan, "utf-8")
    assert "## NIS2" in run().out


def test_waived_faults_are_accepted_and_say_by_whom(run: Run, tmp_path: Path) -> None:
    terms = "owner: 'person:alice', approved_by: 'person:alice', created: '2026-11-01'"
    waivers = "waivers:\n" + "".join(
        f"  {at}: {{rule: FBK102, at: /{at}, reason: next year, {terms}, expires: '2026-12-31'}}\n"
        for at in ("feedback", "messages")
    )
    plan = PLAN + "feedback: {}\nmessages: {}\n" + waivers
    (tmp_path / "plans" / "it-ops.yaml").write_text(plan, "utf-8")
    rows = csv.DictReader(io.StringIO(run("--pack", "soc2", "--format", "csv").out))
    (row,) = (row for row in rows if row["rule"] == "FBK102")
    assert (row["rule state"], row["faults"], row["accepted"]) == ("accepted", "0", "2")
    told = run("--pack", "soc2").out
    assert (
        "accepted: next year (owner person:alice, approved by person:alice, until 2026-12-31"
        in told
    )


def test_a_workspace_makes_live_rules_speak(run: Run) -> None:
    offline = run("--pack", "iso27001").out
    assert "workspace: none, so nothing live was looked at" in offline
    audited = run("--pack", "iso27001", "--workspace", f"snapshot:{SNAPSHOT}").out
    assert "workspace: Acme (snapshot of slack)" in audited
    assert "SEC301 visibility-drift: not assessed\n  - not judged: needs a workspace" in offline
    assert "SEC301 visibility-drift: not assessed\n  - not judged: needs a workspace" not in audited


@pytest.mark.parametrize("name", pack_names())
def test_oscal_is_read_by_an_oscal_library(run: Run, name: str, tmp_path: Path) -> None:
    words = ("--pack", name, "--format", "oscal:results.json", "--format", "csv:results.csv")
    assert run(*words).code in (0, 1)
    text = (tmp_path / "results.json").read_text("utf-8")
    raw = json.loads(text)
    assert AssessmentResults.oscal_read(tmp_path / "results.json") is not None
    (result,) = raw["assessment-results"]["results"]
    selection = result["reviewed-controls"]["control-selections"][0]
    rows = list(csv.DictReader(io.StringIO((tmp_path / "results.csv").read_text("utf-8"))))
    by_control = {row["control"]: row["control state"] for row in rows}
    left = [control for control, state in by_control.items() if state == "not assessed"]
    assert len(selection.get("exclude-controls", ())) == len(left)
    assert len(selection.get("include-controls", ())) == len(by_control) - len(left)
    claimed = {
        next(p["value"] for p in finding["props"] if p["name"] == "control"): finding["target"]
        for finding in result.get("findings", ())
    }
    for control, target in claimed.items():
        assert by_control[control] in ("faults found", "accepted", "nothing found")
        satisfied = by_control[control] == "nothing found"
        assert (target["status"]["state"] == "satisfied") is satisfied
    assert run(*words).code in (0, 1)
    assert (tmp_path / "results.json").read_text("utf-8") == text, "the same run, the same document"


def test_oscal_names_the_rules_that_found_faults_and_no_others(run: Run, tmp_path: Path) -> None:
    run("--pack", "nis2", "--format", "oscal:results.json")
    raw = json.loads((tmp_path / "results.json").read_text("utf-8"))["assessment-results"]
    (result,) = raw["results"]
    (said,) = (f["description"] for f in result["findings"] if f["title"].startswith("21(2)(j)"))
    assert said == "faults found by SEC105; nothing found by SEC102; not assessed: SEC303."


def test_a_framework_without_live_rules_says_so(run: Run, tmp_path: Path) -> None:
    words = ("--workspace", f"snapshot:{SNAPSHOT}", "--format", "oscal:results.json")
    told = "No rule of theirs looks at a workspace."
    for name, live in (("soc2", False), ("nis2", True)):
        assert (told in run("--pack", name, *words, "--format", "markdown").out) is not live
        raw = json.loads((tmp_path / "results.json").read_text("utf-8"))["assessment-results"]
        assert ("and Acme" in raw["results"][0]["description"]) is live


def test_unverified_ids_are_marked(run: Run) -> None:
    name = next(
        name for name in pack_names() if any(not c.verified for c in load_pack(name).controls)
    )
    control = next(c for c in load_pack(name).controls if not c.verified)
    assert f"| {control.id} (not verified) |" in run("--pack", name).out.replace("&#45;", "-")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--pack", "soc3"), "no profile or pack is called 'soc3'; did you mean 'soc2'?"),
        (("--pack", "soc2", "--select", "ESC"), "would leave gaps in it"),
        (("--pack", "soc2", "--format", "json"), "no format of compliance is called 'json'"),
        (("--pack", "soc2", "--format", "csv", "--format", "oscal"), "only one format can be"),
        (("--pack", "soc2", "--format", "csv:x", "--format", "oscal:x"), "cannot go to one file"),
    ],
)
def test_wrong_usage(run: Run, words: tuple[str, ...], complaint: str) -> None:
    result = run(*words)
    assert result.code == 2
    assert complaint in result.err


def test_what_is_refused_is_not_offered() -> None:
    told = parser().format_help()
    assert "--pack" in told
    assert not any(option in told for option in ("--select", "--ignore", "--report-only"))


def test_plans_are_hostile_input(run: Run, tmp_path: Path) -> None:
    plan = PLAN.replace("it-help", '"=x|<b>@all"')
    (tmp_path / "plans" / "=cmd.yaml").write_text(plan, "utf-8")
    told = run("--pack", "soc2").out
    assert "<b>" not in told
    assert "@all" not in told
    rows = list(csv.reader(io.StringIO(run("--pack", "soc2", "--format", "csv").out)))
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_what_was_looked_at_is_listed_with_its_digest(run: Run, tmp_path: Path) -> None:
    import hashlib

    digest = hashlib.sha256((tmp_path / "plans" / "it-ops.yaml").read_bytes()).hexdigest()
    assert f"| `plans/it-ops.yaml` | `{digest}` |" in run("--pack", "soc2").out
