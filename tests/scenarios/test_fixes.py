"""What ``--fix`` makes of whole plans: valid, stable, and the same however a plan is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from random import Random

import pytest

from commplan.checker.fixing import Outcome, fix
from commplan.checker.judge_file import Bench
from commplan.checker.live import with_workspace
from commplan.checker.load import Loader
from commplan.checker.options import Options
from commplan.checker.run import check
from commplan.checker.target import Target
from commplan.clock import parse_instant
from commplan.document import find_plan_files, read_documents
from commplan.engine.select import Choice, select
from commplan.finding import Report
from commplan.fixing.values import same
from commplan.plugins import PluginChoice, registry
from commplan.testing import read_workspace
from tests.beside import beside, skip_without
from tests.fixing.messy import Messy

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
FIXABLE = (HERE / "fixable.yaml").read_text("utf-8")
DATA = beside("data/kubernetes-slack-config")
EVERY_PLAN = tuple(
    path
    for folder in ("plans", "examples", "tests/scenarios/plans", "tests/schemas")
    for path in sorted(find_plan_files([str(ROOT / folder)]))
    if "apiVersion: commplan/" in Path(path).read_text("utf-8")
)


@cache
def bench(*select_only: str) -> Bench:
    catalogue = registry(PluginChoice(third_party=False)).rules()
    chosen = select(catalogue, Choice(profile="complete", packs=("gdpr",), select=select_only))
    return Bench(catalogue, chosen, parse_instant("2026-11-21T09:00:00Z"))


def run(paths: list[str], *, unsafe: bool, bench: Bench) -> Outcome:
    judge = partial(check, bench, options=Options())
    return fix(judge, Target(tuple(sorted(paths)), frozenset(paths)), unsafe=unsafe, only=None)


def mended(folder: Path, text: str, *, unsafe: bool) -> tuple[str, Outcome]:
    """What becomes of a plan without files beside it."""
    path = folder / "plan.yaml"
    path.write_bytes(text.encode())
    outcome = run([str(path)], unsafe=unsafe, bench=bench())
    return outcome.drafts.bytes_of(str(path)).decode(), outcome


def faults(outcome: Outcome, path: str) -> list[str]:
    loaded = Loader(disk=outcome.drafts).read(path, named=True)
    return [str(item.text.syntax or fault) for item in loaded for fault in item.text.faults]


def counts(report: Report) -> Counter[str]:
    return Counter(finding.code for finding in report.findings)


def values(text: str) -> list[object]:
    return [document.value for document in read_documents(text.encode(), "plan.yaml").documents]


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@pytest.mark.parametrize("path", EVERY_PLAN, ids=lambda path: str(Path(path).relative_to(ROOT)))
def test_plans_stay_valid_and_a_second_run_changes_nothing(path: str, unsafe: bool) -> None:
    outcome = run([path], unsafe=unsafe, bench=bench())
    assert faults(outcome, path) == []
    if not unsafe:
        assert counts(outcome.report) <= counts(outcome.first)
    again = fix(
        lambda target: check(bench(), target._replace(disk=outcome.drafts), Options()),
        Target((path,), frozenset({path})),
        unsafe=unsafe,
        only=None,
    )
    assert again.report.fixed == ()
    assert [finding.message for finding in again.report.findings] == [
        finding.message for finding in outcome.report.findings
    ]


def test_every_rule_that_can_mend_offline_mends_the_faulty_plan(tmp_path: Path) -> None:
    _, outcome = mended(tmp_path, FIXABLE, unsafe=True)
    can = {rule.code for rule in bench().catalogue.rules if rule.fix and rule.evidence_class < 3}
    # A plan that is not valid is seen by no other rule; an id is known to an audit only.
    assert {finding.code for finding in outcome.report.fixed or ()} == can - {"PLN001", "CHN102"}


def test_a_safe_run_changes_only_what_means_nothing(tmp_path: Path) -> None:
    text, outcome = mended(tmp_path, FIXABLE, unsafe=False)
    assert {finding.code for finding in outcome.report.fixed or ()} == {
        *("ESC203", "PLN002", "PRO103", "WVR202"),
    }
    left, before = counts(outcome.report), counts(outcome.first)
    assert left <= before
    (after,) = values(text)
    (expected,) = values(FIXABLE)
    assert isinstance(expected, dict)
    expected["waivers"] = {}
    expected["templates"]["delay"]["fields"] = ["reason", "new_target"]
    expected["escalations"]["desk"]["steps"][0]["via"] = [{"push": "0m"}]
    assert same(after, expected)


@pytest.mark.parametrize("seed", range(10))
def test_a_fix_does_not_hang_on_how_a_plan_is_written(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    (value,) = values(FIXABLE)
    text = Messy(random.choice).document(value)  # type: ignore[arg-type]
    text = text.replace("\n", random.choice(["\n", "\r\n"]))
    assert same(values(text), [value])
    for unsafe in (False, True):
        made, outcome = mended(tmp_path, text, unsafe=unsafe)
        assert outcome.report.unfixed == ()
        assert same(values(made), values(plainly_mended(tmp_path, unsafe)))


@cache
def plainly_mended(folder: Path, unsafe: bool) -> str:
    return mended(folder, FIXABLE, unsafe=unsafe)[0]


def lines_kept(before: str, after: str) -> Iterator[str]:
    present = Counter(after.splitlines())
    for line in before.splitlines():
        if present[line]:
            present[line] -= 1
            yield line


def test_a_real_plan_is_mended_and_nothing_else_is_touched(tmp_path: Path) -> None:
    skip_without(DATA)
    from commplan.importers import commplan_importers

    importer = next(one for one in commplan_importers() if one.name == "tempelis")
    (text,) = importer.run(str(DATA), {}).files.values()
    made, outcome = mended(tmp_path, text, unsafe=True)
    assert len(outcome.report.fixed or ()) > 150
    assert outcome.report.unfixed == ()
    assert faults(outcome, str(tmp_path / "plan.yaml")) == []
    lost = len(text.splitlines()) - sum(1 for _ in lines_kept(text, made))
    assert lost <= 4 * len(outcome.report.fixed or ())


LIVE = """
people: {U01ALICE: {handle: alice, deleted: true}, U02BOB: {handle: bob, tz: Asia/Tokyo}}
channels:
  C01HELP: {name: desk, previous_names: [help], topic: Ask us}
  C02OPS: it-ops
  C09LAB: it-lab
usergroups: {S09LAB: {handle: it-lab, users: [U02BOB]}}
"""


def test_an_audit_mends_plans_and_never_slack(tmp_path: Path) -> None:
    text = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: x, managed: {channels: ["it-*"], usergroups: ["it-*"]}}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    bob: {name: bob, slack: U02BOB, timezone: Europe/London}
  groups: {ops: {members: ["person:alice", "person:bob"]}}  # us
channels:
  help: {kind: slack, slack: C01HELP, purpose: team, topic: Ask, owner: "group:ops"}
  it-ops: {kind: slack, owner: "group:ops"}
"""
    path = tmp_path / "plan.yaml"
    path.write_text(text)
    audit = with_workspace(bench("3", "CHN102", "PLN103"), read_workspace(LIVE))
    outcome = run([str(path)], unsafe=True, bench=audit)
    assert outcome.report.unfixed == ()
    assert (
        outcome.drafts.bytes_of(str(path)).decode()
        == """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: x, managed: {channels: ["it-*"], usergroups: ["it-*"]}}
stakeholders:
  people:
    bob: {name: bob, slack: U02BOB, timezone: Asia/Tokyo}
  groups: {ops: {members: ["person:bob"]}, it-lab: {slack_usergroup: S09LAB, handle: it-lab}}  # us
channels:
  help: {kind: slack, slack: C01HELP, purpose: team, topic: Ask us, owner: "group:ops", name: desk}
  it-ops: {kind: slack, owner: "group:ops", slack: C02OPS}
  it-lab: {kind: slack, slack: C09LAB}
"""
    )
