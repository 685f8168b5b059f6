"""Audits night after night with a history: each reads only what is new, and tells all there is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from commplan.cli import workspaces
from commplan.cli.main import main
from commplan.testing.slack import Fault, SlackServer, VirtualClock
from commplan.testing.slack.workspace import Message
from tests.scenarios.audited import TOKEN

START = 1_795_251_600.0
"""21 November 2026, 09:00 UTC."""
DAY = 86_400
CODES = "TKT403,HYG405,AUD303"
HISTORY, REPLIES = "conversations.history", "conversations.replies"
PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: it-ops}
channels:
  it-help:
    kind: slack
    slack: C01HELP
    owner: "person:alice"
    intake: {responders: "person:alice"}
  alerts: {kind: slack, slack: C02INC, owner: "person:alice"}
slas:
  helpdesk:
    applies: {channel: it-help}
    clock: 24x7
    targets: {first_response: 30m}
    objective: {percentile: 90, window: 28d}
monitoring:
  vpn: {alerts: {vpn-down: {channel: "channel:alerts", expect_every: 3d}}}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:always"}
calendars:
  always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}
"""
SEED: dict[str, Any] = {
    "users": {"U01ALICE": "alice", "U07GRACE": "grace"},
    "bots": {"B1MON": {"name": "mon", "app": "A1MON"}},
    "channels": {
        "C01HELP": {"name": "it-help", "members": ["bot", "U01ALICE"]},
        "C02INC": {"name": "alerts", "members": ["bot"]},
    },
}


class Nights:
    """A workspace that goes on living, and audits of it."""

    def __init__(self, slack: SlackServer, clock: VirtualClock, capsys: Any) -> None:
        self.slack = slack
        self._clock = clock
        self._capsys = capsys
        for channel in ("C01HELP", "C02INC"):
            self.write(channel, 40 * DAY, "U07GRACE", text="I was here first.")

    def write(
        self,
        channel: str,
        ago: int,
        user: str = "U07GRACE",
        root: Message | None = None,
        **more: Any,
    ) -> Message:
        ts = f"{self._clock() - ago:.6f}"
        message = Message(
            ts, more.pop("text", "VPN down"), user, root.ts if root else None, fields=more
        )
        messages = self.slack.workspace.channels[channel].messages
        messages.append(message)
        messages.sort(key=lambda one: float(one.ts))
        return message

    def pass_days(self, days: float) -> None:
        self._clock.advance(days * DAY)

    def audit(self, *words: str, code: int = 0) -> Any:
        self.slack.forget_calls()
        common = ("--profile", "complete", "--select", CODES, "--format", "json", "plan.yaml")
        found = main(["audit", *words, *common])
        printed = self._capsys.readouterr()
        assert found == code, printed.err
        return json.loads(printed.out)

    def findings(self, *words: str, code: int = 0) -> dict[str, str]:
        found = self.audit(*words, code=code)["findings"]
        return {finding["code"]: finding["message"] for finding in found}

    @property
    def counts(self) -> tuple[int, int]:
        return self.slack.count(HISTORY), self.slack.count(REPLIES)


@pytest.fixture
def nights(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Iterator[Nights]:
    clock = VirtualClock(START)
    real = workspaces.environment_of
    monkeypatch.setattr(
        workspaces,
        "environment_of",
        lambda variables: real(variables)._replace(
            now=lambda: round(clock() * 1_000_000), sleep=clock.sleep, monotonic=clock
        ),
    )
    monkeypatch.setattr("commplan.cli.session.time.time_ns", lambda: round(clock() * 1e9))
    monkeypatch.setenv("SLACK_BOT_TOKEN", TOKEN)
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text(PLAN, encoding="utf-8")
    with SlackServer(SEED, token=TOKEN, clock=clock) as slack:
        monkeypatch.setenv("SLACK_API_URL", slack.url)
        yield Nights(slack, clock, capsys)


KEPT = ("--history", "kept")
BOT: dict[str, Any] = {"bot_id": "B1MON", "app_id": "A1MON", "subtype": "bot_message"}


def test_each_night_reads_what_is_new(nights: Nights) -> None:
    nights.write("C02INC", 2 * DAY, **BOT)
    question = nights.write("C01HELP", DAY, text="<@U01ALICE> VPN?")
    nights.write("C01HELP", DAY - 3600, "U01ALICE", question)
    assert nights.findings(*KEPT) == {}
    assert nights.counts == (4, 1)  # how far back, and what is there, of two channels

    nights.pass_days(1)
    assert nights.findings(*KEPT) == {}
    assert nights.slack.count(REPLIES) == 0

    nights.pass_days(1)
    nights.write("C01HELP", 7200, text="Anybody there?")
    found = nights.findings(*KEPT)
    assert set(found) == {"TKT403"}
    assert nights.slack.count(REPLIES) == 0
    assert found == nights.findings()  # as one audit finds that has never looked before


def test_nothing_of_what_was_said_is_kept(nights: Nights) -> None:
    nights.write("C01HELP", DAY, text="the door code is 5678 for grace@example.org")
    nights.audit(*KEPT)
    for file in Path("kept").iterdir():
        data = file.read_bytes()
        assert b"5678" not in data
        assert b"example.org" not in data
        assert TOKEN.encode() not in data


def test_a_snapshot_is_measured_by_the_history_beside_it(nights: Nights) -> None:
    nights.write("C02INC", 10 * DAY, **BOT)
    live = nights.findings(*KEPT)
    assert "10 days" in live["TKT403"]
    assert main(["snapshot", "-q", "-o", "now.json", "plan.yaml"]) == 0
    without = nights.audit("--workspace", "snapshot:now.json")
    skipped = {one["code"]: one["reason"] for one in without["skipped"]}
    assert "--history DIR" in skipped["TKT403"]
    nights.slack.stop()
    again = nights.findings("--workspace", "snapshot:now.json", *KEPT)
    assert again["TKT403"] == live["TKT403"]


def test_a_history_read_for_other_plans_tells_a_snapshot_nothing(nights: Nights) -> None:
    nights.write("C02INC", 10 * DAY, **BOT)
    Path("plan.yaml").write_text(PLAN.replace("C02INC", "C01HELP"), encoding="utf-8")
    nights.audit(*KEPT)
    Path("plan.yaml").write_text(PLAN, encoding="utf-8")
    assert main(["snapshot", "-q", "-o", "now.json", "plan.yaml"]) == 0
    report = nights.audit("--workspace", "snapshot:now.json", *KEPT)
    assert "TKT403" not in {finding["code"] for finding in report["findings"]}
    assert "TKT403" in {skipped["code"] for skipped in report["skipped"]}


def test_a_history_of_none_of_the_channels_says_why_it_tells_nothing(nights: Nights) -> None:
    other = PLAN.replace(
        "{kind: slack, slack: C02INC,", "{kind: slack, slack: C02INC, state: archived,"
    )
    Path("plan.yaml").write_text(other.replace("slack: C01HELP", "slack: C02INC"), encoding="utf-8")
    nights.audit(*KEPT)
    Path("plan.yaml").write_text(PLAN, encoding="utf-8")
    assert main(["snapshot", "-q", "-o", "now.json", "plan.yaml"]) == 0
    report = nights.audit("--workspace", "snapshot:now.json", *KEPT)
    reasons = {skipped["reason"] for skipped in report["skipped"] if skipped["code"] == "TKT403"}
    assert reasons == {
        "the history was read for other plans, or for these before they were changed"
    }


def test_the_environment_may_name_it(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMPLAN_HISTORY", "kept")
    nights.audit()
    assert Path("kept/history.json").is_file()


def test_without_one_nothing_is_left_behind(
    nights: Nights, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import gc

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "passing"))
    (tmp_path / "passing").mkdir()
    nights.audit()
    gc.collect()
    assert list((tmp_path / "passing").iterdir()) == []


@pytest.mark.parametrize(("error", "code"), [("quantum_flux", 4), ("channel_not_found", 0)])
def test_a_night_that_fails_spoils_no_other(nights: Nights, error: str, code: int) -> None:
    nights.write("C02INC", DAY, **BOT)
    assert nights.findings(*KEPT) == {}
    nights.pass_days(1)
    nights.write("C02INC", 600, **BOT)
    nights.slack.fail(HISTORY, Fault.error(error), times=None)
    report = nights.audit(*KEPT, code=code)
    assert "TKT403" in {one["code"] for one in report["skipped"]}
    nights.slack.heal()
    nights.pass_days(2.9)
    assert nights.findings(*KEPT) == {}
    nights.pass_days(0.2)
    assert set(nights.findings(*KEPT)) == {"TKT403"}


def test_another_run_at_the_same_time_is_told_so(
    nights: Nights, capsys: pytest.CaptureFixture[str]
) -> None:
    from commplan.history.store import Store

    store = Store("kept")
    code = main(["audit", "--select", CODES, *KEPT, "plan.yaml"])
    store.close()
    assert code == 2
    assert "another run of commplan is using this history" in capsys.readouterr().err


def test_it_is_forgotten_when_it_is_no_longer_wanted(nights: Nights) -> None:
    nights.write("C02INC", 20 * DAY, **BOT)
    nights.audit(*KEPT)
    nights.pass_days(60)
    nights.write("C02INC", 2 * DAY, **BOT)
    nights.audit(*KEPT, "--history-keep", "10d")  # rules look back four weeks and a day
    messages = duckdb.read_parquet("kept/messages-*.parquet").fetchall()
    (known,) = {row[1] for row in messages if row[1] > (START + 30 * DAY) * 1_000_000}
    ledger = json.loads(Path("kept/history.json").read_text())
    assert [part["oldest"] for part in ledger["parts"]["messages"]] == [known]


@pytest.mark.parametrize("word", ["2bd", "long"])
def test_how_long_it_is_kept_is_a_length(
    nights: Nights, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    assert main(["audit", *KEPT, "--history-keep", word, "plan.yaml"]) == 2
    assert "--history-keep: " in capsys.readouterr().err


def test_several_workspaces_take_a_history_each(
    nights: Nights, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--workspace", "slack", "--workspace", "slack:b", *KEPT)
    assert main(["audit", *words, "plan.yaml"]) == 2
    assert "write {team} for the id of the workspace" in capsys.readouterr().err
