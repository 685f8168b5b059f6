"""Audits of several workspaces in one run: each plan against the one that it names."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from commplan.cli.main import main
from commplan.testing.slack import SlackServer

PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {{id: {id}, workspace: {{team: {team}}}}}
stakeholders:
  people:
    alice: {{name: Alice Ng, slack: U01ALICE}}
channels:
  help: {{kind: slack, slack: {channel}, owner: "person:alice"}}
"""

Audit = Callable[..., tuple[int, dict[str, Any]]]


def seed(team: str, name: str, **channels: Any) -> dict[str, Any]:
    return {
        "workspace": {"id": team, "name": name},
        "users": {"U01ALICE": "alice"},
        "channels": channels,
    }


@pytest.fixture
def audit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Audit]:
    """Audit plans of Acme and of Beta, whose help channel is archived."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    (tmp_path / "plans").mkdir()
    for name, team, channel in (("acme", "T01ACME", "C01HELP"), ("beta", "T02BETA", "C02HELP")):
        text = PLAN.format(id=name, team=team, channel=channel)
        (tmp_path / "plans" / f"{name}.yaml").write_text(text, "utf-8")

    def run(*words: str) -> tuple[int, dict[str, Any]]:
        code = main(["audit", "--profile", "basic", "--format", "json", "-q", *words])
        told = capsys.readouterr()
        return code, json.loads(told.out) if told.out else {"error": told.err}

    beta = seed("T02BETA", "Beta", C02HELP={"name": "help", "archived": True})
    acme = seed("T01ACME", "Acme", C01HELP={"name": "help"})
    with SlackServer(acme) as first, SlackServer(beta) as second:
        for server, name in ((first, "acme"), (second, "beta")):
            monkeypatch.setenv("SLACK_API_URL", server.url)
            monkeypatch.setenv("SLACK_BOT_TOKEN", server.token)
            words = ["snapshot", "--workspace", "slack", "-q", "-o", f"{name}.json"]
            assert main(words) == 0
        yield run


BOTH = ("--workspace", "snapshot:acme.json", "--workspace", "snapshot:beta.json")


def found(report: dict[str, Any]) -> list[str]:
    return [f"{f['code']} {f['path']}" for f in report["findings"]]


def test_each_plan_is_held_against_its_workspace(audit: Audit) -> None:
    code, report = audit(*BOTH)
    assert found(report) == ["CHN306 plans/beta.yaml"]
    assert code == 1
    assert report["complete"]
    assert report["summary"]["files"] == 2
    assert report["summary"]["plans"] == 2
    turned = (*BOTH[2:], *BOTH[:2])
    again = audit(*turned)[1]
    assert (found(again), again["skipped"]) == (found(report), report["skipped"])


def test_a_plan_about_neither_is_told(audit: Audit, tmp_path: Path) -> None:
    other = PLAN.format(id="other", team="T03OTHER", channel="C03HELP")
    (tmp_path / "plans" / "other.yaml").write_text(other, "utf-8")
    assert "AUD302 plans/other.yaml" in found(audit(*BOTH)[1])


def test_a_plan_that_names_no_workspace_is_wrong_usage(audit: Audit, tmp_path: Path) -> None:
    text = PLAN.format(id="acme", team="T01ACME", channel="C01HELP")
    text = text.replace(", workspace: {team: T01ACME}", "")
    (tmp_path / "plans" / "acme.yaml").write_text(text, "utf-8")
    code, told = audit(*BOTH)
    assert code == 2
    assert "plans/acme.yaml: plan 'acme' names no workspace" in told["error"]


def test_broken_plans_are_told_once(audit: Audit, tmp_path: Path) -> None:
    (tmp_path / "plans" / "broken.yaml").write_text("apiVersion: commplan/v1\nkind: x\n", "utf-8")
    assert found(audit(*BOTH)[1]).count("PLN001 plans/broken.yaml") == 1


def test_each_has_a_record_of_its_own(audit: Audit, tmp_path: Path) -> None:
    code, told = audit(*BOTH, "--state", "audits.state")
    assert code == 2
    assert "write {team} for the id of the workspace" in told["error"]
    _, report = audit(*BOTH, "--state", "audits-{team}.state")
    assert report["state"]["new"] == 1
    _, report = audit(*BOTH, "--state", "audits-{team}.state")
    assert (report["state"]["new"], report["state"]["known"]) == (0, 1)
    names = sorted(path.name for path in tmp_path.glob("*.state"))
    assert names == ["audits-T01ACME.state", "audits-T02BETA.state"]


def test_what_a_baseline_knows_is_known_in_its_workspace(audit: Audit) -> None:
    words = ["baseline", "plans/beta.yaml", "--baseline", "known.json", "--select", "CHN306"]
    assert main([*words, "--workspace", "snapshot:beta.json", "-q"]) == 0
    code, report = audit(*BOTH, "--baseline", "known.json", "--select", "CHN306")
    assert code == 0, report
    assert report["baseline"]["mismatches"] == []


def test_tokens_go_by_the_names_of_workspaces(
    audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("SLACK_BOT_TOKEN", "SLACK_BOT_TOKEN_BETA_EU"):
        monkeypatch.delenv(variable, raising=False)
    words = ("--workspace", "snapshot:acme.json", "--workspace", "slack:beta-eu")
    assert "SLACK_BOT_TOKEN_BETA_EU is not set" in audit(*words)[1]["error"]
    beta = seed("T02BETA", "Beta", C02HELP={"name": "help", "archived": True})
    with SlackServer(beta) as slack:
        monkeypatch.setenv("SLACK_API_URL", slack.url)
        monkeypatch.setenv("SLACK_BOT_TOKEN_BETA_EU", slack.token)
        code, report = audit(*words)
        assert (code, found(report)) == (1, ["CHN306 plans/beta.yaml"])
        slack.refuse_token("token_revoked")
        code, report = audit(*words)
        assert code == 4, "one that cannot be read is not green"
        assert report["incomplete"][0]["what"] == "slack:beta-eu"
        assert found(report) == []
    assert "expected a name of letters" in audit("--workspace", "slack:a b")[1]["error"]


GROUP: dict[str, Any] = {
    **seed("T01ACME", "Acme", C01HELP={"name": "help"}),
    "workspace": {"id": "T01ACME", "name": "Acme", "enterprise": {"id": "E01"}},
    "bot": {"org_wide": True},
    "siblings": {"T02BETA": seed("T02BETA", "Beta", C02HELP={"name": "help", "archived": True})},
}


def test_an_organisations_token_reads_each_workspace_that_is_named(
    audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SlackServer(GROUP) as slack:
        monkeypatch.setenv("SLACK_API_URL", slack.url)
        monkeypatch.setenv("SLACK_BOT_TOKEN", slack.token)
        code, report = audit()
        assert code == 4
        assert (
            "write --workspace slack:T01ACME --workspace slack:T02BETA"
            in report["incomplete"][0]["error"]
        )
        code, report = audit("--workspace", "slack:T01ACME", "--workspace", "slack:T02BETA")
        assert (code, found(report)) == (1, ["CHN306 plans/beta.yaml"])
        monkeypatch.setenv("SLACK_BOT_TOKEN_GROUP", slack.token)
        monkeypatch.delenv("SLACK_BOT_TOKEN")
        words = ("--workspace", "slack:group/T01ACME", "--workspace", "slack:group/T02BETA")
        assert found(audit(*words)[1]) == ["CHN306 plans/beta.yaml"]
        assert "SLACK_BOT_TOKEN is not set" in audit("--workspace", "slack:T01ACME")[1]["error"]
    assert "the id of a workspace, or both" in audit("--workspace", "slack:a/b")[1]["error"]


def test_a_plan_says_which_workspace_an_organisations_token_reads(
    audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SlackServer(GROUP) as slack:
        monkeypatch.setenv("SLACK_API_URL", slack.url)
        monkeypatch.setenv("SLACK_BOT_TOKEN", slack.token)
        assert found(audit("plans/beta.yaml")[1]) == ["CHN306 plans/beta.yaml"]
        assert main(["snapshot", "-q", "-o", "g.json"]) == 2
        assert main(["snapshot", "--workspace", "slack:T02BETA", "-q", "-o", "g.json"]) == 0
    assert json.loads(Path("g.json").read_text("utf-8"))["workspace"]["id"] == "T02BETA"


def test_a_name_in_capitals_is_still_a_name(audit: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    beta = seed("T02BETA", "Beta", C02HELP={"name": "help", "archived": True})
    with SlackServer(beta) as slack:
        monkeypatch.setenv("SLACK_API_URL", slack.url)
        monkeypatch.delenv("SLACK_BOT_TOKEN")
        for name in ("TEAM2", "TEAM"):
            monkeypatch.setenv(f"SLACK_BOT_TOKEN_{name}", slack.token)
            report = audit("--workspace", f"slack:{name}", "plans/beta.yaml")[1]
            assert found(report) == ["CHN306 plans/beta.yaml"]


def test_mending_takes_one_workspace(audit: Audit) -> None:
    assert "one workspace at a time" in audit(*BOTH, "--diff")[1]["error"]


def test_records_serve_plans_whatever_their_workspace(audit: Audit, tmp_path: Path) -> None:
    for name in ("acme", "beta"):
        path = tmp_path / "plans" / f"{name}.yaml"
        drilled = 'drill: {every: 7d}, owner: "person:alice"'
        path.write_text(path.read_text("utf-8").replace('owner: "person:alice"', drilled), "utf-8")
    head = "apiVersion: commplan/v1\nkind: Evidence\nmetadata: {id: e%s}\n"
    row = "records: {drills: [{path: help, date: 2026-11-02, level: 1, acknowledged_at: %s}]}\n"
    done, failed = row % "2026-11-02T10:00:00Z", row % "null"
    words = (*BOTH, "--select", "ESC401,AUD203", "--as-of", "2026-11-05T00:00:00Z")
    for plan, told in (
        ("beta", ["plans/beta.yaml"]),
        (None, ["plans/acme.yaml", "plans/beta.yaml"]),
    ):
        text = head % (f", plan: {plan}" if plan else "") + failed
        (tmp_path / "plans" / "records.yaml").write_text(text, "utf-8")
        _, report = audit(*words)
        assert [finding["path"] for finding in report["findings"]] == told
        assert {skip["path"] for skip in report["skipped"]} == (
            {"plans/acme.yaml"} if plan else set()
        )
    (tmp_path / "plans" / "records.yaml").write_text(head % "" + done, "utf-8")
    assert audit(*words)[1]["findings"] == []
