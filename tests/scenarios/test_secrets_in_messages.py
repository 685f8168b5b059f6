"""Secrets in the messages of an export: found, and nowhere repeated."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from commplan.cli.main import main

CARD, SPACED = "5555555555554444", "5555 5555 5555 4444"
TOKEN = "xoxb-" + "1234567890-abcdefghij"
PASSWORD = "hT7kQ92xLmPzz"
PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: it-ops}
classification: {order: [public, internal, restricted]}
channels:
  help: {kind: slack, slack: C1, owner: "person:alice", ceiling: internal}
stakeholders:
  people:
    alice: {name: Alice Ng}
"""


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    """An audit by an export in which people have said too much."""
    texts = (
        f"my card is {SPACED}",
        f"again: {CARD}",
        f"the bot has {TOKEN}",
        f"password: {PASSWORD}",
        "[RESTRICTED] we were hacked",
    )
    said = [
        {"type": "message", "user": "U1", "ts": f"179430480{number}.000100", "text": text}
        for number, text in enumerate(texts)
    ]
    files = {
        "users": [{"id": "U1", "name": "mallory"}],
        "channels": [{"id": "C1", "name": "help", "created": 1_700_000_000}],
        "help/2026-10-01": [{**said[0], "ts": "1790812800.000100", "text": "hi"}],
        "help/2026-11-10": said,
    }
    export = tmp_path / "export"
    (export / "help").mkdir(parents=True)
    for name, content in files.items():
        (export / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    plan = tmp_path / "plan.yaml"
    plan.write_text(PLAN, encoding="utf-8")
    where = ("--workspace", f"export:{export}", "--as-of", "2026-11-10T23:00:00Z")
    return ["audit", "--select", "SEC401", *where, str(plan)]


FORMATS = ("text", "json", "sarif", "html", "markdown", "junit")


@pytest.mark.parametrize("form", FORMATS)
def test_what_was_found_is_told_and_never_repeated(
    words: list[str], form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--format", form]) == 1
    told = "".join(capsys.readouterr())
    for secret in (CARD, SPACED, TOKEN, PASSWORD, "hacked", "mallory", "U1"):
        assert secret not in told
    assert "Luhn valid" in told


def test_every_secret_is_one_finding_and_the_digest_differs_from_run_to_run(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """With another salt in each run nobody can try what they guess."""

    def digests() -> dict[str, str | None]:
        assert main([*words, "--format", "json"]) == 1
        found = json.loads(capsys.readouterr().out)["findings"]
        return {one["facts"]["what"]: one["facts"].get("evidence") for one in found}

    first, second = digests(), digests()
    assert {*first} == {"card number", "Slack token", "password", "label"}
    for what, digest in first.items():
        assert digest is None or re.fullmatch(r"sha256:[0-9a-f]{32}", digest)
        assert digest is None or digest != second[what]


def test_a_finding_is_the_same_from_run_to_run(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    def fingerprints() -> set[str]:
        main([*words, "--format", "json"])
        found = json.loads(capsys.readouterr().out)["findings"]
        return {one["fingerprint"] for one in found}

    assert fingerprints() == fingerprints()
