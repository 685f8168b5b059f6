"""`commplan init` writes a plan that passes, from what it can find out and what it is told."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.cli import init
from commplan.document import read_documents
from commplan.scaffold.first_plan import Beginnings, first_plan, plan_id
from commplan.schema import is_valid

Run = Callable[..., Any]
Known = Callable[..., None]


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Known:
    """What can be found out about whoever sits here."""

    def about(name: str = "", email: str = "", timezone: str = "Europe/London") -> None:
        monkeypatch.setattr(init, "full_name", lambda: name)
        monkeypatch.setattr(init, "email", lambda: email)
        monkeypatch.setattr(init, "timezone", lambda: timezone)

    return about


def answers(monkeypatch: pytest.MonkeyPatch, told: Mapping[str, str]) -> list[str]:
    """Sit at a terminal, and type what is told after the questions that begin so."""
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return next(reply for start, reply in told.items() if question.startswith(start))

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(builtins, "input", ask)
    return asked


def test_what_can_be_found_out_is_not_asked(run: Run, known: Known, folder: Path) -> None:
    known("Ada Byron", "ada@example.org")
    result = run("init", "--id", "it-ops")
    assert result.code == 0, result.err
    assert result.out == "wrote plans/it-ops.yaml\nwrote commplan.toml\nnext: commplan check\n"
    text = (folder / "plans" / "it-ops.yaml").read_text("utf-8")
    assert "name: Ada Byron" in text
    assert "timezone: Europe/London" in text
    assert 'address: "ada@example.org"' in text
    checked = run("check")
    assert checked.code == 0, checked.out
    assert "0 errors, 0 warnings" in checked.out


def test_slack_can_be_told(run: Run, known: Known, folder: Path) -> None:
    known()
    words = ("--name", "Ada Byron", "--slack", "U01ADA", "--channel", "#it-help")
    result = run("init", *words, "--channel-id", "C01HELP", "--id", "desk")
    assert result.code == 0, result.err
    plan: Any = read_documents((folder / "plans/desk.yaml").read_bytes(), "x").documents[0].value
    assert plan["channels"]["it-help"] == {
        "kind": "slack",
        "slack": "C01HELP",
        "purpose": "support-intake",
        "owner": "person:ada",
    }
    assert run("check").code == 0


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("--slack", "@ada"), "'@ada' is not the id of a Slack account (U… or W…)"),
        (("--channel-id", "it-help"), "'it-help' is not the id of a Slack channel (C… or G…)"),
        (("--channel", "IT Help"), "'IT Help' cannot name a Slack channel: capitals (ITH), spaces"),
    ],
)
def test_what_would_not_pass_is_not_written(
    run: Run, known: Known, folder: Path, words: tuple[str, ...], problem: str
) -> None:
    known("Ada Byron", "ada@example.org")
    told = ("--slack", "U01ADA", "--channel", "it-help", "--channel-id", "C01HELP", *words)
    result = run("init", *told)
    assert (result.code, list(folder.iterdir())) == (2, [])
    assert problem in result.err


def test_on_a_terminal_it_asks_what_it_cannot_know(
    run: Run, known: Known, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known("Ada Byron", "ada@example.org")
    replies = {"Slack id": "U01ADA", "Slack channel": "#it-help", "Id of #it-help": "C01HELP"}
    asked = answers(monkeypatch, replies)
    assert run("init", "--id", "desk").code == 0
    assert len(asked) == 3
    text = (folder / "plans/desk.yaml").read_text("utf-8")
    assert "slack: U01ADA" in text
    assert "slack: C01HELP" in text


def test_nothing_typed_means_none(
    run: Run, known: Known, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known("Ada Byron", "ada@example.org")
    asked = answers(monkeypatch, {"": ""})
    assert run("init", "--id", "desk").code == 0
    assert len(asked) == 2, "no id of a channel that there is not"
    assert "kind: email" in (folder / "plans/desk.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "complaint"),
    [("", "who answers is not known; give --name"), ("Ada", "how to reach Ada is not known")],
)
def test_without_a_terminal_it_says_what_is_missing(
    run: Run, known: Known, folder: Path, name: str, complaint: str
) -> None:
    known(name)
    result = run("init", "--yes")
    assert result.code == 2
    assert complaint in result.err
    assert not list(folder.iterdir())


def test_it_overwrites_nothing(run: Run, known: Known, plan: Callable[..., Path]) -> None:
    known("Ada Byron", "ada@example.org")
    plan()
    result = run("init")
    assert result.code == 2
    assert "plans/it-ops.yaml is there already" in result.err


def test_a_configuration_that_is_there_is_obeyed(run: Run, known: Known, folder: Path) -> None:
    known("Ada Byron", "ada@example.org")
    (folder / "pyproject.toml").write_text('[tool.commplan]\nplans = ["ops"]\nprofile = "basic"\n')
    assert run("init", "--id", "desk").code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["ops", "pyproject.toml"]
    assert run("check").code == 0


def test_it_finds_out_about_this_machine() -> None:
    """Real git, real time zone: whatever they say, they say it as text."""
    from zoneinfo import ZoneInfo

    from commplan.cli.about import email, folder_name, full_name, timezone

    assert isinstance(full_name() + email(), str)
    assert ZoneInfo(timezone()).key == timezone()
    assert folder_name(".") == Path.cwd().name


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(name=TEXT.filter(str.strip), address=TEXT, channel=TEXT, folder=st.text())
def test_any_name_makes_a_plan_that_can_be_read(
    name: str, address: str, channel: str, folder: str
) -> None:
    for told in (None, channel):
        text = first_plan(
            Beginnings(plan_id(folder), name, "Europe/London", address, "U01ADA", told)
        )
        (document,) = read_documents(text.encode(), "x").documents
        plan: Any = document.value
        people = plan["stakeholders"]["people"]
        assert [person["name"] for person in people.values()] == [name]
        assert list(plan["channels"]) == [told or "help"]


def test_a_plan_is_valid() -> None:
    made = first_plan(Beginnings("x", "Ada", "UTC", "a@example.org"))
    assert is_valid("communication-plan", read_documents(made.encode(), "x").documents[0].value)
