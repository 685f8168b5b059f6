"""``commplan audit --state``: one audit after another, against an emulated Slack."""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path

import pytest

from commplan.cli.main import main
from commplan.testing.slack import AUDIT_SCOPES, Fault
from tests.scenarios.audited import PLAN, Audit, changed

LEFT = {"deleted": True}
ARCHIVED = {"archived": True}
STATE = ("--state", "commplan.state")
FINN = "/stakeholders/people/finn/slack"
HELP = "/channels/it-help/slack"


def fates(outcome: object) -> dict[str, set[str]]:
    """Pointers of findings by what became of them."""
    report = outcome.report  # type: ignore[attr-defined]  # an Outcome
    found: dict[str, set[str]] = {"new": set(), "known": set()}
    for finding in report["findings"]:
        found[finding["state"]["status"]].add(finding["pointer"])
    for key in ("resolved", "not_judged"):
        found[key] = {finding["pointer"] for finding in report[key]}
    return found


def test_an_audit_knows_the_one_before(audit: Audit) -> None:
    first = audit(changed(U06FINN=LEFT, C01HELP=ARCHIVED), words=STATE)
    assert fates(first) == {
        "new": {FINN, HELP},
        "known": set(),
        "resolved": set(),
        "not_judged": set(),
    }
    second = audit(changed(U06FINN=LEFT, S03ALL={"disabled": True}), words=STATE)
    employees = "/stakeholders/groups/employees/slack_usergroup"
    assert fates(second) == {
        "new": {employees},
        "known": {FINN},
        "resolved": {HELP},
        "not_judged": set(),
    }
    (known,) = (f for f in second.report["findings"] if f["pointer"] == FINN)
    assert known["state"]["first_seen"] == first.report["as_of"]
    assert second.report["state"]["last_audit"] == first.report["as_of"]
    assert second.code == 1


TROUBLE: dict[str, dict[str, object]] = {
    "a read that fails": {
        "trouble": lambda slack: slack.fail("users.list", Fault.server_error(500), times=None)
    },
    "a scope that is taken away": {"scopes": set(AUDIT_SCOPES) - {"users:read"}},
    "a token that is revoked": {"trouble": lambda slack: slack.refuse_token("token_revoked")},
    "a rule that is not run": {"words": (*STATE, "--ignore", "STK303")},
}


@pytest.mark.parametrize("name", TROUBLE)
def test_what_cannot_be_looked_at_is_not_resolved(audit: Audit, name: str) -> None:
    audit(changed(U06FINN=LEFT), words=STATE)
    after = audit(changed(), **{"words": STATE, **TROUBLE[name]})
    assert fates(after)["resolved"] == set()
    assert FINN in fates(after)["not_judged"]
    assert FINN in fates(audit(changed(), words=STATE))["resolved"]


def test_the_record_of_another_workspace_is_refused(
    audit: Audit, capsys: pytest.CaptureFixture[str]
) -> None:
    audit(changed(U06FINN=LEFT), words=STATE)
    other = changed(workspace={"id": "T09OTHER", "name": "Other"})
    with pytest.raises(json.JSONDecodeError):
        audit(other, words=STATE)
    before = Path("commplan.state").read_bytes()
    words = ["audit", "--profile", "basic", "--workspace", "snapshot:other.json", *STATE]
    Path("other.json").write_text(OTHER, "utf-8")
    assert main([*words, "plan.yaml"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "commplan.state: is the record of the workspace Acme (T01ACME), and Other" in told.err
    assert Path("commplan.state").read_bytes() == before


OTHER = """{
 "version": 2, "kind": "Snapshot", "tool": {"name": "commplan", "version": "0"},
 "taken_at": "2026-11-21T09:00:00Z", "source": "slack", "redaction": {"level": "none"},
 "workspace": {"id": "T09OTHER", "name": "Other"},
 "read": [], "people": [], "channels": [], "usergroups": []
}"""


def test_the_environment_may_name_the_record(audit: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMPLAN_STATE", "by-environment.state")
    audit(changed(U06FINN=LEFT))
    assert Path("by-environment.state").exists()
    assert fates(audit(changed(U06FINN=LEFT)))["known"] == {FINN}
    assert fates(audit(changed(U06FINN=LEFT), words=STATE))["new"] == {FINN}
    monkeypatch.setenv("COMMPLAN_STATE", "")
    assert "state" not in audit(changed(U06FINN=LEFT)).report


def test_a_record_that_breaks_during_the_audit_leaves_the_findings(
    audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(_: object) -> None:
        with sqlite3.connect("commplan.state") as connection:
            connection.execute("DROP TABLE commplan_findings")
        connection.close()

    outcome = audit(
        changed(U06FINN=LEFT), words=STATE, trouble=lambda slack: slack.after("users.list", spoil)
    )
    assert (outcome.code, outcome.codes) == (4, ["STK303"])
    (failure,) = outcome.report["incomplete"]
    assert failure["kind"] == "state"
    assert "no such table" in failure["error"]


@pytest.mark.parametrize(
    ("words", "variables", "said"),
    [
        (("--state", "postgresql://u:hush@db/x"), {}, "put the URL into COMMPLAN_STATE"),
        ((), {"COMMPLAN_STATE": "postgresql://u:hush@127.0.0.1:1/x"}, "Connection refused"),
        (("--state", "absent/x.state"), {}, "absent/x.state: unable to open database file"),
        (("--state", "oracle://u:hush@db"), {}, "'oracle' is no kind of database"),
        (("--state", "x.state", "--diff"), {}, "leave one or the other out"),
    ],
)
def test_a_record_that_cannot_be_used_ends_before_slack_is_read(
    words: tuple[str, ...],
    variables: dict[str, str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text(PLAN, "utf-8")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:1/")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert main(["audit", *words, "plan.yaml"]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "hush" not in told


def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text(PLAN, "utf-8")
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    for name in [name for name in sys.modules if name.startswith("commplan.state.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    assert main(["audit", "--state", "x.state", "plan.yaml"]) == 2
    assert 'pip install "commplan[state]"' in capsys.readouterr().err
