"""What a recorded workspace says: less where less was recorded, and never anything else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from commplan.cli.main import main
from commplan.testing.slack import SlackServer
from commplan.workspace import Redaction
from tests.scenarios.audited import PLAN, TOKEN, changed

ROOT = Path(__file__).parents[2]
EXAMPLE = yaml.safe_load((ROOT / "examples/acme-workspace.seed.yaml").read_text("utf-8"))
KEY = "the key of the scenario"
LEFT = {"deleted": True}
DRIFTED = changed(
    U02BOB=LEFT,
    U05ERIN=LEFT,
    U07GRACE={"real_name": "G. O."},
    S02LEADS={"disabled": True},
    C01HELP={"archived": True},
    C03SEC={"private": False},
    C04OPS={"topic": "Ask Chen Wu", "bookmarks": {}},
)


class Verdicts(NamedTuple):
    """What an audit said, by code and pointer into the plan."""

    failed: frozenset[tuple[str, str]]
    not_assessed: frozenset[tuple[str, str | None]]

    @property
    def codes_not_assessed(self) -> set[str]:
        return {code for code, _ in self.not_assessed}

    def of(self, code: str, pointer: str) -> str:
        """The verdict on one place."""
        if (code, pointer) in self.failed:
            return "fail"
        unknown = {(code, pointer), (code, None)} & self.not_assessed
        return "not assessed" if unknown else "pass"


Replay = Callable[..., Verdicts]


@pytest.fixture
def replay(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Iterator[Replay]:
    """Audit ``plan.yaml`` against a recorded workspace, with the key or without."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SLACK_BOT_TOKEN", TOKEN)

    def run(source: str, *, key: str | None = None, plan: str = "plan.yaml") -> Verdicts:
        if key is None:
            monkeypatch.delenv("COMMPLAN_REDACTION_KEY", raising=False)
        else:
            monkeypatch.setenv("COMMPLAN_REDACTION_KEY", key)
        capsys.readouterr()
        words = ("--select", "3", "--format", "json", "--as-of", "2026-11-21T09:00:00Z")
        assert main(["audit", "--workspace", source, *words, plan]) in (0, 1)
        report = json.loads(capsys.readouterr().out)
        return Verdicts(
            frozenset((f["code"], f["pointer"]) for f in report["findings"]),
            frozenset((s["code"], s.get("pointer")) for s in report["skipped"]),
        )

    yield run


@pytest.fixture
def record(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Read an emulated workspace into a snapshot."""

    def run(
        seed: Mapping[str, Any] | Path,
        *words: str,
        name: str = "acme.json",
        plan: str = "plan.yaml",
    ) -> str:
        monkeypatch.setenv("COMMPLAN_REDACTION_KEY", KEY)
        with SlackServer(seed, token=TOKEN) as slack:
            monkeypatch.setenv("SLACK_API_URL", slack.url)
            assert main(["snapshot", *words, "-q", "-o", name, plan]) == 0
        return f"snapshot:{name}"

    return run


@pytest.mark.parametrize("level", [one for one in Redaction if one is not Redaction.NONE])
@pytest.mark.parametrize("example", ["its own plan", "the example"])
def test_redaction_takes_verdicts_away_and_turns_none_round(
    level: Redaction, example: str, replay: Replay, record: Callable[..., str]
) -> None:
    if example == "the example":
        shutil.copytree(ROOT / "plans", "plans")
        seed, plan = EXAMPLE, "plans/it-ops/it-ops.yaml"
    else:
        Path("plan.yaml").write_text(PLAN, "utf-8")
        seed, plan = DRIFTED, "plan.yaml"
    clear = replay(record(seed, "--redact", "none", plan=plan), plan=plan)
    source = record(seed, "--redact", level, name="redacted.json", plan=plan)
    assert clear.failed
    for key in (None, KEY):
        found = replay(source, key=key, plan=plan)
        assert found.failed <= clear.failed
        lost = {code for code, _ in clear.failed - found.failed}
        assert lost <= found.codes_not_assessed
        assert clear.codes_not_assessed <= found.codes_not_assessed


def test_people_known_by_address_are_found_with_the_key_and_unknown_without(
    replay: Replay, record: Callable[..., str]
) -> None:
    Path("plan.yaml").write_text(PLAN, "utf-8")
    erin = ("STK303", "/stakeholders/people/erin/contacts/email")
    source = record(DRIFTED, "--redact", "names")
    text = Path("acme.json").read_text("utf-8")
    assert not any(name in text for name in ("Erin Vale", "erin@example.org", "Bob Ito", KEY))
    assert replay(source, key=KEY).of(*erin) == "fail"
    assert replay(source).of(*erin) == "not assessed"


def test_the_key_may_stand_in_a_file(
    replay: Replay, record: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("plan.yaml").write_text(PLAN, "utf-8")
    source = record(DRIFTED, "--redact", "texts")
    Path("key.txt").write_text(KEY + "\n", "utf-8")
    monkeypatch.setenv("COMMPLAN_REDACTION_KEY_FILE", "key.txt")
    assert replay(source).of("STK303", "/stakeholders/people/erin/contacts/email") == "fail"


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({}, "--redact names makes names unreadable with a key, and COMMPLAN_REDACTION_KEY is not"),
        ({"COMMPLAN_REDACTION_KEY": "short"}, "the redaction key has fewer than 16 bytes"),
        ({"COMMPLAN_REDACTION_KEY_FILE": "absent"}, "absent: cannot be read: No such file"),
        (
            {"COMMPLAN_REDACTION_KEY": KEY, "COMMPLAN_REDACTION_KEY_FILE": "key.txt"},
            "are both set; which of them is it?",
        ),
    ],
)
def test_a_key_that_is_none_is_refused_before_anything_is_read(
    variables: dict[str, str],
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("COMMPLAN_REDACTION_KEY", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert main(["snapshot", "--redact", "names"]) == 2
    told = capsys.readouterr().err
    assert message in told
    assert KEY not in told


def export_of(seed: Mapping[str, Any], folder: Path) -> Path:
    """The files that Slack would put into an export of such a workspace."""
    team = seed["workspace"]["id"]
    users = [
        {
            "id": id_,
            "team_id": team,
            "name": user["name"],
            "deleted": user.get("deleted", False),
            "real_name": user["real_name"],
            "is_bot": False,
            "is_restricted": False,
            "is_ultra_restricted": False,
            "updated": 1_795_251_600,
            "profile": {
                "real_name": user["real_name"],
                "email": f"{user['name']}@{seed['workspace']['email_domain']}",
            },
        }
        for id_, user in seed["users"].items()
    ]
    everybody = sorted(seed["users"])
    channels: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
    for id_, channel in seed["channels"].items():
        members = channel.get("members", [])
        channels[bool(channel.get("private"))].append(
            {
                "id": id_,
                "name": channel["name"],
                "created": 1_704_067_200,
                "creator": channel.get("creator", ""),
                "is_archived": bool(channel.get("archived")),
                "is_general": bool(channel.get("general")),
                "members": everybody if members == "all" else [m for m in members if m != "bot"],
                "topic": {"value": channel.get("topic", "")},
                "purpose": {"value": channel.get("purpose", "")},
            }
        )
    folder.mkdir()
    for name, content in (
        ("users.json", users),
        ("channels.json", channels[False]),
        ("groups.json", channels[True]),
    ):
        (folder / name).write_text(json.dumps(content), "utf-8")
    return folder


@pytest.mark.parametrize("seed", [changed(), DRIFTED], ids=["in order", "drifted"])
def test_an_export_and_the_api_agree_wherever_both_know(
    seed: Mapping[str, Any], replay: Replay, record: Callable[..., str], tmp_path: Path
) -> None:
    Path("plan.yaml").write_text(PLAN, "utf-8")
    folder = export_of(seed, tmp_path / "export")
    exported = replay(f"export:{folder}")
    served = replay(record(folder, "--redact", "none"))
    places = {*exported.failed, *served.failed, *exported.not_assessed, *served.not_assessed}
    differing = {
        (code, pointer, *verdicts)
        for code, pointer in places
        if pointer is not None
        and len(verdicts := {exported.of(code, pointer), served.of(code, pointer)}) == 2
    }
    assert {one for one in differing if "not assessed" not in one} == set()
    written_without_messages = "CHN312"
    both_know = {
        one for one in exported.failed & served.failed if one[0] != written_without_messages
    }
    assert bool(both_know) == (seed is DRIFTED)
