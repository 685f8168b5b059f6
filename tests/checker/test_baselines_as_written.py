"""Rules may look at the baselines that a plan extends, each as it was written, and point there."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import Plan, Problem, Related, Severity, WrittenDocument, rule
from commplan.testing import judge_text

HEAD = "apiVersion: commplan/v1\nkind: Baseline\n"
FILES = {
    "it.yaml": HEAD + "metadata: {id: it, extends: org.yaml}\ntools: {jira: {kind: ticketing}}\n",
    "org.yaml": HEAD + "metadata: {id: org}\ntools:\n  wiki: {kind: docs}\n",
}
PLAN = "metadata: {id: x, extends: it.yaml}\ntools: {zoom: {kind: video}}"


@rule("XTS101", severity=Severity.ERROR, profile="standard", since="1", source="test")
def tools_by_layer(plan: Plan, baselines: tuple[WrittenDocument, ...]) -> Iterator[Problem]:
    yield Problem(
        at=plan.root / "tools",
        message=", ".join(plan.tools),
        related=tuple(
            Related(layer.root / "tools" / tool, tool)
            for layer in baselines
            for tool in layer.value["tools"]
        ),
    )


def test_the_nearest_comes_first_and_has_its_own_values_only() -> None:
    (finding,) = judge_text(tools_by_layer, PLAN, files=FILES).findings
    assert [related.message for related in finding.related] == ["jira", "wiki"]
    assert sorted(finding.message.split(", ")) == ["jira", "wiki", "zoom"]


def test_their_places_are_found_in_their_own_files() -> None:
    (finding,) = judge_text(tools_by_layer, PLAN, files=FILES).findings
    spots = [(r.location.path, r.location.line, r.location.pointer) for r in finding.related]
    assert spots == [("it.yaml", 4, "/tools/jira"), ("org.yaml", 5, "/tools/wiki")]


def test_a_plan_that_extends_nothing_has_none() -> None:
    (finding,) = judge_text(tools_by_layer, "tools: {zoom: {kind: video}}").findings
    assert finding.related == ()
