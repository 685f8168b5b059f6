"""`commplan check` as scripts and people use it."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Plan = Callable[..., Path]
UNOWNED = "  it-help: {kind: slack, slack: C01HELP, purpose: support-intake}"
GONE = '  it-help: {kind: slack, slack: C01HELP, purpose: support-intake, owner: "person:dave"}'
OWNED = '  it-help: {kind: slack, slack: C01HELP, purpose: support-intake, owner: "person:alice"}'


def faulty(plan: Plan, text: str) -> None:
    assert OWNED in text
    plan(text.replace(OWNED, UNOWNED))


def test_a_clean_plan_is_exit_0(run: Run, plan: Plan) -> None:
    plan()
    result = run("check", "--profile", "basic")
    assert result.code == 0, result.out
    assert "1 file, 1 plan" in result.out


def test_a_finding_is_exit_1_and_stands_at_its_line(run: Run, plan: Plan, text: str) -> None:
    faulty(plan, text)
    result = run("check", "--profile", "basic")
    assert result.code == 1
    assert result.out.startswith("plans/it-ops.yaml:10:3: error CHN101 channel-unowned: ")


def test_exit_zero_keeps_the_finding(run: Run, plan: Plan, text: str) -> None:
    faulty(plan, text)
    result = run("check", "--exit-zero")
    assert result.code == 0
    assert "CHN101" in result.out


def test_no_plan_is_exit_3(run: Run, folder: Path) -> None:
    (folder / "plans").mkdir()
    result = run("check")
    assert result.code == 3
    assert result.err == "commplan: no plan file found in plans\n"


def test_other_yaml_in_a_folder_is_left_alone(run: Run, plan: Plan) -> None:
    plan()
    plan("services: {web: {image: nginx}}\n", "plans/compose.yaml")
    assert run("check", "--profile", "basic").code == 0


def test_a_file_that_is_named_must_be_a_plan(run: Run, plan: Plan) -> None:
    plan("services: {web: {image: nginx}}\n", "compose.yaml")
    result = run("check", "compose.yaml")
    assert result.code == 1
    assert "'apiVersion' is missing" in result.out


def test_a_plan_with_a_damaged_head_is_not_overlooked(run: Run, plan: Plan, text: str) -> None:
    plan(text.replace("apiVersion: commplan/v1\n", ""))
    result = run("check")
    assert result.code == 1
    assert "PLN001" in result.out


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["check", "nowhere"], "nowhere"),
        (["check", "--profil", "basic"], "unknown option '--profil'; did you mean '--profile'?"),
        (["check", "--profile", "strict"], "no profile or pack is called 'strict'"),
        (["check", "--select", "CHN1O1"], "no rule matches 'CHN1O1'"),
        (["check", "--format", "xml"], "no format is called 'xml'; there are"),
        (["check", "--format", "json", "--format", "text"], "only one format can go"),
        (["check", "--as-of", "tomorrow"], "--as-of"),
        (["check", "--baseline", "none.json"], "none.json: the baseline cannot be read"),
        (["check", "--config", "none.toml"], "none.toml: cannot be read"),
        (["check", "--fail-on", "never"], "--fail-on"),
        (["chekc"], "'chekc' is no command; did you mean 'check'?"),
        (["plans"], "did you mean 'commplan check plans'?"),
        (["check", "--stdin-filename", "x.yaml"], "there is no '-'"),
    ],
)
def test_a_mistake_on_the_command_line_is_exit_2(
    run: Run, plan: Plan, words: list[str], problem: str
) -> None:
    plan()
    result = run(*words)
    assert result.code == 2
    assert result.out == ""
    assert problem in result.err


def test_a_plan_from_standard_input(
    run: Run, folder: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = text.replace(OWNED, UNOWNED).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    result = run("check", "-", "--stdin-filename", "plans/new.yaml")
    assert result.code == 1
    assert "plans/new.yaml:10:3: error CHN101" in result.out
    assert "it-help: {kind: slack" in result.out, "the source line is shown"


def test_report_only_judges_everything_and_prints_what_concerns_a_file(
    run: Run, plan: Plan, text: str
) -> None:
    faulty(plan, text)
    other = text.replace("id: it-ops", "id: other").replace("it-help", "hr-help")
    plan(other.replace("C01HELP", "C02HELP"), "plans/b.yaml")
    result = run("check", "--profile", "basic", "--report-only", "plans/b.yaml")
    assert result.code == 0, result.out
    assert run("check", "--report-only", "plans/it-ops.yaml").code == 1


def test_a_baseline_makes_old_findings_known(run: Run, plan: Plan, text: str) -> None:
    faulty(plan, text)
    assert run("check", "--profile", "basic", "--format", "json:known.json").code == 1
    result = run("check", "--profile", "basic", "--baseline", "known.json")
    assert result.code == 0
    plan(text.replace(OWNED, "\n\n" + UNOWNED))
    assert run("check", "--profile", "basic", "--baseline", "known.json").code == 0, "lines moved"


def test_several_formats_at_once(run: Run, plan: Plan, folder: Path, text: str) -> None:
    faulty(plan, text)
    formats = ("github", "json:r.json", "sarif:r.sarif")
    result = run(
        "check", "--profile", "basic", *(word for name in formats for word in ("--format", name))
    )
    assert "::error file=plans/it-ops.yaml,line=10" in result.out
    assert json.loads((folder / "r.json").read_text())["findings"][0]["code"] == "CHN101"
    assert json.loads((folder / "r.sarif").read_text())["version"] == "2.1.0"


def test_configuration_is_found_upward_and_obeyed(
    run: Run, plan: Plan, folder: Path, text: str
) -> None:
    faulty(plan, text)
    (folder / "commplan.toml").write_text(
        'profile = "basic"\n[rules.channel-unowned]\nseverity = "info"\n'
    )
    result = run("check", "plans/it-ops.yaml")
    assert result.code == 0
    assert "info CHN101" in result.out
    assert run("check", "--fail-on", "info").code == 1


@pytest.mark.parametrize(
    ("config", "problem"),
    [
        ("profiel = 'basic'", "unknown key 'profiel'; did you mean 'profile'?"),
        ("profile = ", "is not valid TOML"),
        ("fail-on = 'never'", "fail-on: 'never'"),
        ("[rules.CHN999]\nseverity = 'off'", "no rule is called 'CHN999'"),
        ("[rules.CHN101]\ncolour = 'red'", "rule CHN101 has no parameter 'colour'"),
    ],
)
def test_a_mistake_in_the_configuration_is_exit_2(
    run: Run, plan: Plan, folder: Path, config: str, problem: str
) -> None:
    plan()
    (folder / "commplan.toml").write_text(config)
    result = run("check")
    assert result.code == 2
    assert problem in result.err


def test_a_broken_plan_is_not_green_even_when_its_rule_is_left_out(
    run: Run, plan: Plan, text: str
) -> None:
    plan(text.replace("kind: slack", "kind: slck"))
    result = run("check", "--select", "ESC")
    assert result.code == 4
    assert "slck" in result.out


def test_waivers_hide_and_no_ignores_shows(run: Run, plan: Plan, text: str) -> None:
    waiver = """\
waivers:
  w1:
    rule: CHN101
    at: /channels/it-help
    reason: owner is being found
    owner: "person:alice"
    approved_by: "person:bob"
    created: "2026-11-01"
    expires: "2026-12-01"
"""
    plan(text.replace(OWNED, UNOWNED) + waiver)
    words = ("check", "--profile", "basic", "--as-of")
    assert run(*words, "2026-12-01T23:00:00Z").code == 0, "the last day counts"
    late = run(*words, "2026-12-02T00:00:00Z")
    assert late.code == 1
    assert "CHN101" in late.out
    assert "WVR201" in late.out
    assert run(*words, "2026-11-21", "--no-ignores").code == 1


def test_an_ignore_comment_hides_its_line(run: Run, plan: Plan, text: str) -> None:
    line = f"  # commplan: ignore[CHN101] owner joins on Monday\n{UNOWNED}"
    plan(text.replace(OWNED, line))
    assert run("check", "--profile", "basic").code == 0


def test_output_does_not_depend_on_the_order_of_files_or_keys(
    run: Run, plan: Plan, text: str
) -> None:
    faulty(plan, text)
    plan(text.replace("id: it-ops", "id: other").replace(OWNED, UNOWNED), "plans/z.yaml")
    one = run("check", "plans/it-ops.yaml", "plans/z.yaml", "--as-of", "2026-11-21")
    two = run("check", "plans/z.yaml", "plans/it-ops.yaml", "--as-of", "2026-11-21")
    assert one.out == two.out


def test_help_teaches_by_example(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("check", "audit", "snapshot", "rules", "explain", "import"):
        with pytest.raises(SystemExit) as stop:
            run(command, "--help")
        assert stop.value.code == 0
        out = capsys.readouterr().out
        assert "examples:" in out
        assert f"commplan {command}" in out


def test_explain_shows_the_files_beside_the_examples(run: Run) -> None:
    page = run("explain", "AUD202").out
    order = ("Bad:\n", "Files:\n", "bob,ic-101,2026-13-01", "Good:\n", "Good files:\n", "Facts:\n")
    places = [page.index(words) for words in order]
    assert places == sorted(places)


def test_explain_finds_by_code_and_name(run: Run) -> None:
    assert run("explain", "CHN101").out == run("explain", "channel-unowned").out
    assert "did you mean 'channel-unowned'" in run("explain", "channel-unownd").err


def test_rules_lists_every_rule(run: Run) -> None:
    listed = json.loads(run("rules", "--format", "json").out)
    assert {rule["code"] for rule in listed} >= {"PLN001", "CHN101", "ESC203"}
    assert "PLN001" in run("rules", "--profile", "basic").out


def test_report_only_without_files_takes_the_paths(run: Run, plan: Plan, text: str) -> None:
    """So that other options may stand between it and the files, as a hook's do."""
    faulty(plan, text)
    other = text.replace("id: it-ops", "id: other").replace("it-help", "hr-help")
    plan(other.replace("C01HELP", "C02HELP"), "plans/b.yaml")
    clean = run("check", "--report-only", "--profile", "basic", "plans/b.yaml")
    assert clean.code == 0, clean.out
    assert "2 files, 2 plans" in clean.out, "all plans are judged"
    assert run("check", "--report-only", "--profile", "basic", "plans/it-ops.yaml").code == 1


def test_report_only_judges_a_plan_that_lies_elsewhere(run: Run, plan: Plan, text: str) -> None:
    plan(text)
    plan(text.replace("it-ops", "desk").replace(OWNED, UNOWNED), "teams/desk/desk.commplan.yaml")
    plan("replicas: 3\n", "teams/desk/values.yaml")
    told = run("check", "--report-only", "--profile", "basic", "teams/desk/desk.commplan.yaml")
    assert told.code == 1
    assert "teams/desk/desk.commplan.yaml:10:3: error CHN101" in told.out
    assert run("check", "--profile", "basic", "--report-only", "teams/desk/values.yaml").code == 0


def test_report_only_on_a_baseline_tells_of_the_plans_that_extend_it(
    run: Run, plan: Plan, text: str
) -> None:
    head, _, rest = text.partition("stakeholders:")
    plan(head + "  extends: ../org/base.yaml\nstakeholders:" + rest.replace(OWNED, GONE))
    base = text.replace("CommunicationPlan", "Baseline").replace("it-ops", "base")
    plan(base.partition("channels:")[0], "org/base.yaml")
    told = run("check", "--profile", "basic", "--report-only", "org/base.yaml")
    assert "plans/it-ops.yaml:11:" in told.out
    assert "PLN101" in told.out


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--report-only",), "--report-only names no file"),
        (("--report-only", "plans/gone.yaml"), "there is no file 'plans/gone.yaml'"),
        (("--report-only", "plans"), "there is no file 'plans'"),
    ],
)
def test_report_only_says_what_it_cannot_look_at(
    run: Run, plan: Plan, words: tuple[str, ...], complaint: str
) -> None:
    plan()
    result = run("check", *words)
    assert result.code == 2
    assert complaint in result.err
