"""Edits that change nothing about a plan change no finding, of any rule of any profile."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from commplan.api import Finding, load_file, parse_instant
from commplan.checker.judge_file import Bench
from commplan.checker.options import Options
from commplan.checker.run import check
from commplan.checker.target import Target
from commplan.engine.select import Choice, select
from commplan.plugins import PluginChoice, registry

ROOT = Path(__file__).parents[2]
AS_OF = parse_instant("2026-11-21T09:00:00Z")
FOLDERS = {
    "plans": ROOT / "plans",
    "examples": ROOT / "examples",
    "scenarios": ROOT / "tests" / "scenarios" / "plans",
}
PLANS = sorted(
    f"{name}/{path.relative_to(folder).as_posix()}"
    for name, folder in FOLDERS.items()
    for path in folder.rglob("*.yaml")
    if "kind: CommunicationPlan" in path.read_text("utf-8")
)
ABOUT_WORDING = ("PLN002", "REV202")
"""Rules about how a plan is written, and about the exact content that was approved."""

Edit = Callable[[str], str]
Seen = dict[tuple[str, str], list[str]]


@pytest.fixture(scope="module")
def bench() -> Bench:
    catalogue = registry(PluginChoice(third_party=False)).rules()
    return Bench(catalogue, select(catalogue, Choice(profile="complete")), AS_OF)


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = tmp_path_factory.mktemp("copies")
    for name, folder in FOLDERS.items():
        shutil.copytree(folder, made / name)
    return made


def findings(bench: Bench, path: Path) -> tuple[Finding, ...]:
    report = check(bench, Target((str(path),), frozenset({str(path)})), Options(profile="complete"))
    assert report.incomplete == ()
    return tuple(f for f in report.findings if f.code not in ABOUT_WORDING)


def seen(found: tuple[Finding, ...]) -> Seen:
    """Messages by rule and place, without the lines that an edit moves."""
    result: Seen = {}
    for finding in found:
        result.setdefault((finding.code, finding.location.pointer), []).append(finding.message)
    return {place: sorted(messages) for place, messages in result.items()}


@pytest.fixture
def edited(bench: Bench, copies: Path) -> Iterator[Callable[[str, Edit], tuple[Seen, Seen]]]:
    """Findings of a plan before and after an edit of its text."""
    touched: list[tuple[Path, str]] = []

    def judge(plan: str, edit: Edit) -> tuple[Seen, Seen]:
        path = copies / plan
        before = path.read_text("utf-8")
        touched.append((path, before))
        first = seen(findings(bench, path))
        path.write_text(edit(before), "utf-8")
        return first, seen(findings(bench, path))

    yield judge
    for path, before in touched:
        path.write_text(before, "utf-8")


every_plan = pytest.mark.parametrize("plan", PLANS)


def rewritten(text: str, folder: Path, change: Callable[[Any], Any]) -> str:
    """The documents of a text, each changed and written as JSON."""
    path = folder / "value.yaml"
    path.write_text(text, "utf-8")
    documents = load_file(str(path)).documents
    return "".join(
        f"---\n{json.dumps(change(document.value), ensure_ascii=False)}\n" for document in documents
    )


@every_plan
def test_comments_and_blank_lines(edited: Any, plan: str) -> None:
    def edit(text: str) -> str:
        return re.sub(r"\n(\w+):\n", r"\n\n# What follows is \1.\n\n\1:  # all of it\n", text)

    before, after = edited(plan, edit)
    assert after == before


@every_plan
def test_the_same_values_written_as_json(edited: Any, plan: str, tmp_path: Path) -> None:
    before, after = edited(plan, lambda text: rewritten(text, tmp_path, lambda value: value))
    assert after == before


@every_plan
def test_keys_in_any_order(edited: Any, plan: str, tmp_path: Path) -> None:
    chance = random.Random(0)

    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            keys = list(value)
            chance.shuffle(keys)
            return {key: shuffled(value[key]) for key in keys}
        return [shuffled(item) for item in value] if isinstance(value, list) else value

    for _ in range(3):
        before, after = edited(plan, lambda text: rewritten(text, tmp_path, shuffled))
        # Names are listed in the order of the plan, so that words may change their places.
        assert after.keys() == before.keys()
        assert words(after) == words(before)


def words(found: Seen) -> dict[tuple[str, str], list[list[str]]]:
    return {
        place: sorted(sorted(re.findall(r"[\w.-]+", text)) for text in messages)
        for place, messages in found.items()
    }


@every_plan
def test_somebody_who_has_no_part_in_it(edited: Any, plan: str, tmp_path: Path) -> None:
    def joined(value: Any) -> Any:
        if value["kind"] != "CommunicationPlan":
            return value
        stakeholders = value.setdefault("stakeholders", {})
        stakeholders.setdefault("people", {})["zz-stranger"] = {
            "name": "Zz Stranger",
            "slack": "U0ZZSTRANGER",
            "timezone": "Pacific/Chatham",
        }
        stakeholders.setdefault("external", {})["zz-party"] = {"class": "supplier"}
        return value

    before, after = edited(plan, lambda text: rewritten(text, tmp_path, joined))
    own = {place: text for place, text in after.items() if "/zz-" not in place[1]}
    assert own == before
    assert own != after, "nobody even noticed them"


@every_plan
def test_another_plan_beside_it(bench: Bench, copies: Path, plan: str) -> None:
    path = copies / plan
    other = path.with_name("zz-other.yaml")
    other.write_text(
        "apiVersion: commplan/v1\nkind: CommunicationPlan\nmetadata: {id: zz-other}\n"
        "channels: {zz: {kind: form}}\n"
    )
    files = (str(path), str(other))
    together = check(bench, Target(files, frozenset(files)), Options(profile="complete"))
    other.unlink()
    here = tuple(
        f
        for f in together.findings
        if f.location.path != str(other) and f.code not in ABOUT_WORDING
    )
    assert seen(here) == seen(findings(bench, path))
