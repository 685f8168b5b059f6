"""What changed is told where it was asked for: once, harmlessly, and only where something did."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from commplan.cli.main import main
from commplan.testing.slack import Arguments, Fault, Method, Session, SlackError, SlackServer

ROOT = Path(__file__).parents[2]
PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: it-ops}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
channels:
  it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
  it-ops: {kind: slack, slack: C02OPS, owner: "person:alice"}
"""
SEED: dict[str, Any] = {
    "users": {"U01ALICE": "alice"},
    "channels": {"C01HELP": {"name": "it-help"}, "C02OPS": {"name": "it-ops"}},
}


class Told(NamedTuple):
    """A message as it was posted."""

    channel: str
    text: str
    blocks: list[dict[str, Any]]
    options: dict[str, str]

    @property
    def lines(self) -> list[str]:
        """The text of every block."""
        parts = [p for b in self.blocks for p in (b.get("text"), *b.get("elements", ())) if p]
        assert {part["type"] for part in parts} == {"plain_text"}, "no markup, so no mention"
        return [part["text"] for part in parts]


class Desk:
    """A workspace that can be audited and told."""

    def __init__(self, slack: SlackServer, capsys: pytest.CaptureFixture[str]) -> None:
        self.slack = slack
        self.told: list[Told] = []
        self._capsys = capsys
        slack.add_method(
            Method("chat.postMessage", 60, ("chat:write",), self._post, ("channel",), json=True)
        )

    def _post(self, session: Session, arguments: Arguments) -> dict[str, Any]:
        given = arguments.as_dict()
        if given["channel"] == "gone":
            raise SlackError("channel_not_found")
        blocks = json.loads(f"[{given['blocks']}]")
        options = {k: v for k, v in given.items() if k not in ("channel", "text", "blocks")}
        self.told.append(Told(given["channel"], given["text"], blocks, options))
        return {"ts": "1.0", "channel": given["channel"]}

    def audit(self, *words: str, state: str = "audits.state") -> tuple[int, dict[str, Any]]:
        """Run an audit; what it tells is in ``told``."""
        self.told.clear()
        options = ("--profile", "basic", "--format", "json", "--state", state, "-q")
        code = main(["audit", "plans", *options, *words])
        out = self._capsys.readouterr()
        return code, json.loads(out.out) if out.out else {"error": out.err}


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Desk]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "it-ops.yaml").write_text(PLAN, "utf-8")
    scopes = ("channels:read", "groups:read", "users:read", "usergroups:read", "chat:write")
    with SlackServer(SEED, scopes=scopes) as slack:
        monkeypatch.setenv("SLACK_API_URL", slack.url)
        monkeypatch.setenv("SLACK_BOT_TOKEN", slack.token)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield Desk(slack, capsys)


def archived(desk: Desk, id: str, *, archived: bool = True) -> None:
    """Archive a channel, or open it again, between two audits."""
    desk.slack.workspace.channels[id].archived = archived


def test_only_changes_are_told(desk: Desk) -> None:
    assert desk.audit("--notify", "slack:#ops-alerts")[0] == 0
    assert desk.told == [], "all is well, and nobody is told so"
    archived(desk, "C01HELP")
    code, _ = desk.audit("--notify", "slack:#ops-alerts")
    (told,) = desk.told
    assert (code, told.channel, told.text) == (1, "ops-alerts", "commplan: 1 new, 0 resolved")
    assert told.lines[1] == "New"
    assert told.lines[2].startswith("error CHN306 plans/it-ops.yaml:8: #it-help (C01HELP) is in")
    assert told.lines[-1].endswith("; 0 findings known before")
    assert told.options == {
        "link_names": "false",
        "unfurl_links": "false",
        "unfurl_media": "false",
    }
    assert desk.audit("--notify", "slack:ops-alerts")[0] == 1
    assert desk.told == [], "known already"
    archived(desk, "C01HELP", archived=False)
    assert desk.audit("--notify", "slack:ops-alerts")[0] == 0
    (told,) = desk.told
    assert told.text == "commplan: 0 new, 1 resolved"
    assert told.lines[1:3][0] == "Resolved"


def test_what_did_not_arrive_is_news_again(desk: Desk) -> None:
    archived(desk, "C01HELP")
    code, report = desk.audit("--notify", "slack:gone")
    assert code == 4
    (record,) = report["incomplete"]
    assert record["kind"] == "notice"
    assert record["error"] == (
        "chat.postMessage to gone: channel_not_found "
        "(no such channel, or a private one that the app is not in)"
    )
    assert report["state"]["recorded"] is False
    assert desk.audit("--notify", "slack:ops")[0] == 1
    assert [told.text for told in desk.told] == ["commplan: 1 new, 0 resolved"]


def test_an_incomplete_audit_is_told(desk: Desk) -> None:
    desk.audit()
    desk.slack.fail("users.list", Fault.server_error(503), times=100)
    desk.slack.fail("users.info", Fault.server_error(503), times=100)
    code, _ = desk.audit("--notify", "slack:ops", "--max-time", "1")
    assert code == 4
    (told,) = desk.told
    assert told.text.startswith("commplan: the audit is incomplete")
    assert "Could not be judged" in told.lines


def test_a_missing_scope_is_told_with_what_is_missing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    archived(desk, "C01HELP")
    desk.slack.add_token("xoxb-other", scopes=("channels:read",))
    monkeypatch.setenv("SLACK_NOTIFY_TOKEN", "xoxb-other")
    code, report = desk.audit("--notify", "slack:ops")
    (record,) = report["incomplete"]
    assert code == 4
    assert record["error"] == (
        "chat.postMessage to ops: missing_scope (the token lacks the scope chat:write)"
    )


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--notify", "slack"), "--notify 'slack': expected slack:CHANNEL, or webhook"),
        (("--notify", "mail:x"), "expected slack:CHANNEL, or webhook"),
        (("--notify", "webhook"), "COMMPLAN_WEBHOOK_URL is to hold an address with https://"),
        (("--notify", "slack:ops", "--diff"), "leave one or the other out"),
    ],
)
def test_wrong_usage_is_exit_2(desk: Desk, words: tuple[str, ...], complaint: str) -> None:
    code, told = desk.audit(*words)
    assert code == 2
    assert complaint in told["error"]


def test_it_takes_a_record(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("COMMPLAN_STATE", raising=False)
    assert main(["audit", "plans", "--notify", "slack:ops"]) == 2
    assert "give --state or COMMPLAN_STATE" in capsys.readouterr().err
    assert desk.told == []


def test_names_in_a_workspace_call_nobody(desk: Desk, tmp_path: Path) -> None:
    plan = PLAN.replace("it-help:", '"<!channel> *x* @here <@U01ALICE>":')
    (tmp_path / "plans" / "it-ops.yaml").write_text(plan, "utf-8")
    archived(desk, "C01HELP")
    desk.audit("--notify", "slack:ops")
    (told,) = desk.told
    assert any("<!channel>" in line for line in told.lines), "as plain text, where it is nothing"
    assert "<" not in told.text


def test_only_a_few_are_listed(desk: Desk, tmp_path: Path) -> None:
    unowned = "".join(f"  c{n}: {{kind: slack, slack: C{n:03}}}\n" for n in range(40))
    (tmp_path / "plans" / "it-ops.yaml").write_text(PLAN + unowned, "utf-8")
    desk.audit("--notify", "slack:ops")
    (told,) = desk.told
    new = [line for line in told.lines if line.startswith(("error", "warning"))]
    assert len(new) == 10
    assert any(line.startswith("… and ") and line.endswith(" more") for line in told.lines)
    assert len(told.blocks) <= 50


class Hook(NamedTuple):
    url: str
    bodies: list[dict[str, Any]]
    answer: list[int]


@pytest.fixture
def hook() -> Iterator[Hook]:
    """A webhook on this machine."""
    bodies: list[dict[str, Any]] = []
    answer = [200]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            bodies.append(json.loads(self.rfile.read(length)))
            self.send_response(answer[0])
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Hook(f"http://127.0.0.1:{server.server_port}/secret-path", bodies, answer)
        server.shutdown()
        thread.join()


def test_a_webhook_is_told(desk: Desk, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMPLAN_WEBHOOK_URL", hook.url)
    archived(desk, "C01HELP")
    assert desk.audit("--notify", "webhook")[0] == 1
    (body,) = hook.bodies
    assert body["text"].startswith("commplan: 1 new, 0 resolved\n\nNew\n- error CHN306")
    assert body["blocks"][0]["type"] == "header"


def test_a_webhook_that_refuses_is_told_without_its_address(
    desk: Desk, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMPLAN_WEBHOOK_URL", hook.url)
    hook.answer[0] = 410
    archived(desk, "C01HELP")
    code, report = desk.audit("--notify", "webhook")
    (record,) = report["incomplete"]
    assert (code, record["error"]) == (4, "the webhook answered with status 410")
    monkeypatch.setenv("COMMPLAN_WEBHOOK_URL", "http://127.0.0.1:9/secret-path")
    code, report = desk.audit("--notify", "webhook", state="other.state")
    assert code == 4
    assert "secret-path" not in json.dumps(report)
