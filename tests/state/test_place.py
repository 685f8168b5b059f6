"""Where a record is kept, and what may be said of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from commplan.errors import ConfigError
from commplan.state.place import StatePlace, state_place


@pytest.mark.parametrize("word", ["commplan.state", "sqlite:///commplan.state"])
def test_a_path_is_a_file(word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    place = state_place(word, on_command_line=True)
    assert place == StatePlace("sqlite", os.path.abspath("commplan.state"), "commplan.state")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://team@db.acme.example/audits", "postgresql://db.acme.example/audits"),
        ("postgres://db:5433/audits", "postgresql://db:5433/audits"),
        ("POSTGRESQL:///audits?host=/run/pg", "postgresql:///audits"),
    ],
)
def test_a_url_is_shown_without_user_and_options(url: str, shown: str) -> None:
    place = state_place(url, on_command_line=True)
    assert place.shown == shown
    assert place.address == f"postgresql+psycopg://{url.partition('://')[2]}"
    assert place.secrets == ()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://team:hush@db/audits",
        "postgresql://team@db/audits?password=hush",
        "postgresql://db/audits?sslmode=require&sslpassword=hush",
    ],
)
def test_a_password_belongs_into_the_environment(url: str) -> None:
    place = state_place(url, on_command_line=False)
    assert place.secrets == ("hush",)
    assert "hush" not in place.shown + repr(place)
    with pytest.raises(ConfigError) as caught:
        state_place(url, on_command_line=True)
    assert "put the URL into COMMPLAN_STATE" in str(caught.value)
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("mysql://team:hush@db/audits", "'mysql' is no kind of database"),
        ("postgresql://team:hush@db:port/audits", "the URL makes no sense"),
        (".", "'.' is no file"),
        ("sqlite://", "'' is no file"),
    ],
)
def test_what_is_neither_is_refused_and_not_repeated(word: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        state_place(word, on_command_line=False)
    assert "hush" not in str(caught.value)
