"""Rules that a configuration declares: found, waived and explained like all others."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from commplan.cli.main import main

PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: it-ops}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE, verified: "2026-11-01"}
    bob: {name: Bob Ito, slack: U02BOB, verified: "2025-01-01"}
channels:
  inc: {kind: slack, slack: C01INC, owner: "person:alice", topic: Help}
  ops: {kind: slack, slack: C02OPS, owner: "person:bob"}
escalations:
  desk:
    steps:
    - {notify: ["person:alice"], ack_within: 15m}
    - {notify: ["person:bob"], ack_within: 15m}
"""
RULE = """\
[custom.channel-without-topic]
code = "XOP101"
select = "channel"
assert = "has(it.topic)"
message = "channel {id} of {it.owner} has no topic"
help = "add a `topic`"
"""


class Result(NamedTuple):
    code: int
    found: list[str]
    report: dict[str, Any]
    err: str


Check = Callable[..., Result]


@pytest.fixture
def check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Check:
    """Check a plan under a configuration; findings come as ``CODE LINE:COLUMN MESSAGE``."""
    monkeypatch.chdir(tmp_path)

    def run(rules: str, *words: str, plan: str = PLAN) -> Result:
        Path("commplan.toml").write_text('profile = "basic"\ncache = false\n' + rules, "utf-8")
        Path("plans").mkdir(exist_ok=True)
        Path("plans/it-ops.yaml").write_text(plan, "utf-8")
        options = ("--as-of", "2026-11-21T09:00:00Z", "--format", "json", *words)
        code = main(["check", *options])
        told = capsys.readouterr()
        report = json.loads(told.out) if told.out else {}
        found = [
            f"{f['code']} {f['line']}:{f['column']} {f['message']}"
            for f in report.get("findings", ())
        ]
        return Result(code, found, report, told.err)

    return run


def rule(**keys: str) -> str:
    """A declared rule over channels, with some keys of its own."""
    table = {
        "code": "XOP101",
        "select": "channel",
        "assert": "false",
        "message": "{id}",
        **{key.removesuffix("_"): value for key, value in keys.items()},
    }
    lines = (f"{key} = {json.dumps(value)}" for key, value in table.items())
    return "[custom.some-rule]\n" + "\n".join(lines) + "\n"


def test_what_does_not_hold_is_found_at_its_line(check: Check) -> None:
    result = check(RULE)
    assert result.found == ["XOP101 10:3 channel ops of person:bob has no topic"]
    (finding,) = result.report["findings"]
    assert (finding["name"], finding["severity"]) == ("channel-without-topic", "warning")
    assert finding["facts"] == {"id": "ops"}
    assert (finding["pointer"], result.code) == ("/channels/ops", 0)


def test_where_chooses_and_at_points(check: Check) -> None:
    found = check(rule(where="id == 'ops'", at="owner")).found
    assert found == ["XOP101 10:44 ops"]
    assert check(rule(where="id == 'ops'", at="topic")).found == ["XOP101 10:3 ops"]


@pytest.mark.parametrize(
    ("select", "found"),
    [
        ("person", ["alice", "bob"]),
        ("escalation", ["desk"]),
        ("plan", [""]),
        ("/escalations/*/steps/*", ["0", "1"]),
        ("/escalations/desk/steps/1", ["1"]),
        ("/channels/*/owner", ["owner", "owner"]),
        ("/messages/*", []),
    ],
)
def test_entities_are_selected_by_kind_or_pointer(
    check: Check, select: str, found: list[str]
) -> None:
    report = check(rule(select=select)).report
    assert [finding["facts"]["id"] for finding in report["findings"]] == found


def test_two_entities_on_one_line_are_two_findings(check: Check) -> None:
    report = check(rule(select="/escalations/*/steps/*")).report
    fingerprints = {finding["fingerprint"] for finding in report["findings"]}
    assert len(fingerprints) == 2


def test_references_and_time_can_be_spoken_of(check: Check) -> None:
    verified = "timestamp(resolve(it.owner).verified + 'T00:00:00Z')"
    text = rule(
        assert_=f"as_of - {verified} < duration('4320h')", message="{resolve(it.owner).name}"
    )
    assert check(text).found == ["XOP101 10:3 Bob Ito"]


def test_a_broken_reference_is_not_judged_twice(check: Check) -> None:
    plan = PLAN.replace('person:bob"}\nesc', 'person:bo"}\nesc')
    assert plan != PLAN
    result = check(rule(assert_="has(resolve(it.owner).name)"), plan=plan)
    assert [line.split()[0] for line in result.found] == ["PLN101"]
    reasons = [s["reason"] for s in result.report["skipped"] if s["code"] == "XOP101"]
    assert reasons == ["nothing is called 'person:bo' (PLN101)"]


def test_baselines_are_merged_in(check: Check, tmp_path: Path) -> None:
    base = PLAN.replace("CommunicationPlan", "Baseline").replace("it-ops", "base")
    (tmp_path / "base.yaml").write_text(base, "utf-8")
    head = "apiVersion: commplan/v1\nkind: CommunicationPlan\n"
    plan = head + "metadata: {id: it-ops, extends: ../base.yaml}\n"
    assert check(RULE, plan=plan).report["findings"][0]["path"] == "base.yaml"


def test_it_is_selected_graded_waived_and_made_mandatory_like_any_rule(check: Check) -> None:
    assert check(RULE, "--ignore", "channel-without-topic").found == []
    assert check(RULE, "--select", "XOP").found != []
    graded = check(RULE + '[rules.XOP101]\nseverity = "error"\n')
    assert (graded.code, graded.report["findings"][0]["severity"]) == (1, "error")
    ignored = PLAN.replace(
        'person:bob"}\nesc', 'person:bob"} # commplan: ignore[XOP101] until=2026-12-31 soon\nesc'
    )
    result = check(RULE, plan=ignored)
    assert result.found == []
    assert [waived["code"] for waived in result.report["waived"]] == ["XOP101"]
    kept = check('mandatory = ["XOP101"]\n' + RULE, plan=ignored)
    assert sorted(line.split()[0] for line in kept.found) == ["WVR101", "XOP101"]


def test_its_page_is_explained(check: Check, capsys: pytest.CaptureFixture[str]) -> None:
    check(rule(why="Nobody reads it.\n\nPeople come in vain.", bad="channels: {}", where="true"))
    assert main(["explain", "some-rule"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("XOP101 some-rule\n\nNobody reads it\n\n")
    assert "People come in vain." in page
    assert "of every `channel` where `true`, `false`." in page
    assert "Bad:\n    channels: {}" in page
    assert main(["rules", "--select", "XOP"]) == 0
    assert "some-rule" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("keys", "complaint"),
    [
        ({"assert_": "has(it.topic"}, "custom.some-rule.assert: column 13: Syntax error"),
        (
            {"assert_": "has(its.topic)"},
            "custom.some-rule.assert: column 4: undeclared reference to 'its.topic'\n",
        ),
        ({"assert_": "'x'"}, "custom.some-rule.assert: is neither true nor false, but of type str"),
        ({"where": "1 +"}, "custom.some-rule.where: column 4: Syntax error"),
        ({"message": "{it.}"}, "custom.some-rule.message: column 4: Syntax error"),
        ({"code": "ABC101"}, "custom.some-rule.code: 'ABC101' is no code for a rule of your own"),
        ({"code": "XOP901"}, "is no code for a rule of your own"),
        ({"select": "chanel"}, "a 'chanel'; did you mean 'channel'?"),
        ({"selct": "channel"}, "custom.some-rule.selct"),
        ({"severity": "fatal"}, "custom.some-rule.severity"),
    ],
)
def test_a_declaration_that_is_not_understood_is_exit_2(
    check: Check, keys: dict[str, str], complaint: str
) -> None:
    result = check(rule(**keys))
    assert (result.code, result.report) == (2, {})
    assert "commplan.toml:" in result.err
    assert complaint in result.err


def test_a_missing_key_is_proposed_as_toml(check: Check) -> None:
    told = check('[custom.some-rule]\ncode = "XOP101"\nselect = "channel"\nassert = "true"\n').err
    assert ": custom.some-rule has no 'message' (add 'message = \"channel {id} has no" in told
    assert told.count("custom.some-rule") == 1


def test_a_code_or_name_is_taken_once(check: Check) -> None:
    assert "'XOP101' belongs to 'the configuration'" in check(RULE + rule()).err
    taken = RULE.replace("channel-without-topic", "channel-unowned")
    assert "'channel-unowned' belongs to" in check(taken).err


@pytest.mark.parametrize(
    ("keys", "error"),
    [
        ({"assert_": "it.topic == 'Help'"}, 'Key not found in map : "topic"; has(…) asks whether'),
        ({"assert_": "it.kind"}, "is neither true nor false, but 'slack'"),
        ({"message": "{it.topic}", "where": "id == 'ops'"}, "`message` of custom rule some-rule"),
        ({"assert_": "it.kind.all(a, true)"}, "`assert` of custom rule some-rule at /channels/inc"),
    ],
)
def test_an_expression_that_comes_to_nothing_is_incomplete(
    check: Check, keys: dict[str, str], error: str
) -> None:
    result = check(rule(**keys))
    assert result.code == 4
    (record,) = result.report["incomplete"]
    assert (record["kind"], record["what"]) == ("rule", "XOP101")
    assert error in record["error"]


def test_an_expression_always_ends(check: Check) -> None:
    """Nested loops over a large plan are cut off, and a regular expression cannot blow up."""
    people = "".join(f"    p{n}: {{name: P, slack: U{n:05}}}\n" for n in range(60))
    plan = PLAN.replace("    alice:", people + "    alice:")
    loops = "p.all(a, p.all(b, p.all(c, p.all(d, true))))".replace(
        "p.", "plan.stakeholders.people."
    )
    result = check(rule(select="plan", assert_=loops), plan=plan)
    assert result.code == 4
    assert "budget exceeded" in result.report["incomplete"][0]["error"]
    plan = PLAN.replace("topic: Help", f"topic: {'a' * 5000}b")
    assert check(
        rule(where="has(it.topic)", assert_="it.topic.matches('^(a+)+$')"), plan=plan
    ).found


def test_expressions_see_nothing_but_the_plan(check: Check) -> None:
    for text in ("__import__('os')", "open('/etc/passwd')", "it.__class__ == 1", "env.HOME == ''"):
        result = check(rule(assert_=text))
        assert result.code in (2, 4)
        assert not result.found


def test_without_the_library_it_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "commplan.toml").write_text(RULE, "utf-8")
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "x.yaml").write_text(PLAN, "utf-8")
    script = (
        "import sys; sys.modules['cel_expr_python'] = None\n"
        "from commplan.cli.main import main; sys.exit(main(['check']))"
    )
    words = [sys.executable, "-c", script]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'commplan[cel]'" in done.stderr


def test_a_changed_rule_is_not_answered_from_the_cache(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("commplan.checker.judge_files.CACHE_FROM", 1)
    check(RULE)
    for text, expected in ((RULE, 1), (RULE.replace("has(it.topic)", "true"), 0)):
        Path("commplan.toml").write_text('profile = "basic"\n' + text, "utf-8")
        main(["check", "--format", "json", "--as-of", "2026-11-21T09:00:00Z"])
        assert len(json.loads(capsys.readouterr().out)["findings"]) == expected
