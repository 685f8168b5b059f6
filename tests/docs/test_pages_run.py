"""What pages tell readers to type does what the pages say.

Each page is followed from top to bottom in a folder of its own that begins with
a copy of `plans/` and `examples/`:

- a block with a title, as in ```` ```yaml title="plans/team.yaml" ````, is the file of
  that name, as a reader would write it;
- a ```` ```console ```` block holds commands after `$ `, and below each what it prints;
  `...` alone on a line stands for any lines, and `$ echo $?` shows an exit code.

Slack is the emulator, with the workspace of the examples and a token in the
environment. What a shell has no part in is run by the entry point of the command,
in this process; everything else, and all of the README, by bash.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from markdown_it import MarkdownIt

from commplan.cli.main import main
from commplan.testing.slack import SlackServer

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    str(path.relative_to(ROOT))
    for path in (ROOT / "README.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("[ep]*s/README.md"))
    if "rules" not in path.parts
)


class Step(NamedTuple):
    """One thing that a reader does, at a line of a page."""

    line: int
    file: str | None
    """The name of a file to write, or None for a command."""
    text: str
    """The file, or the command."""
    prints: str = ""


def steps(page: str) -> Iterator[Step]:
    """What a page has its reader do, in order."""
    for token in MarkdownIt().parse(page):
        if token.type != "fence" or token.map is None:
            continue
        language, _, rest = token.info.partition(" ")
        title = re.search(r'\btitle="([^"]+)"', rest)
        line = token.map[0] + 1
        if title is not None:
            yield Step(line, title[1], token.content)
        elif language == "console":
            yield from _commands(token.content, line + 1)


def _commands(block: str, line: int) -> Iterator[Step]:
    assert block.startswith("$ "), f"line {line}: a console block begins with '$ '"
    for part in re.split(r"^(?=\$ )", block, flags=re.MULTILINE)[1:]:
        command, _, prints = part.removeprefix("$ ").partition("\n")
        yield Step(line, None, command, prints)
        line += part.count("\n")


def as_shown(expected: str, found: str) -> bool:
    """Whether a command printed what the page shows."""
    parts = [re.escape(part) for part in re.split(r"^\.\.\.\n", expected, flags=re.MULTILINE)]
    return re.fullmatch("(?:.*\n)*".join(parts), found) is not None


@pytest.fixture(scope="module")
def slack() -> Iterator[SlackServer]:
    with SlackServer(ROOT / "examples" / "acme-workspace.seed.yaml") as server:
        yield server


@pytest.mark.parametrize("page", PAGES)
def test_a_page_can_be_followed(
    page: str, tmp_path: Path, slack: SlackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    todo = list(steps((ROOT / page).read_text("utf-8")))
    if not any(step.file is None for step in todo):
        return
    for name in ("plans", "examples"):
        shutil.copytree(ROOT / name, tmp_path / name)
    environment = {
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
        "XDG_CACHE_HOME": str(tmp_path / ".cache"),
        "XDG_STATE_HOME": str(tmp_path / ".state"),
        "SLACK_API_URL": slack.url,
        "SLACK_BOT_TOKEN": slack.token,
        "NO_PROXY": "127.0.0.1",
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    code = 0
    for step in todo:
        if step.file is not None:
            path = tmp_path / step.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.text, "utf-8")
            continue
        words = words_for_us(step.text)
        if words is None or page == "README.md":
            # `$?` speaks of the command before, which had a shell of its own.
            code, printed = in_a_shell(f"(exit {code})\n{step.text}")
        else:
            code, printed = in_this_process(words)
        assert as_shown(step.prints, printed), (
            f"{page}:{step.line}: $ {step.text}\n--- the page shows\n{step.prints}"
            f"--- it printed\n{printed}"
        )


def words_for_us(command: str) -> list[str] | None:
    """What follows ``commplan`` in a command in which a shell would only part the words."""
    words = shlex.split(command)
    ours = words[0] == "commplan" and not set(command) & set("|&;<>()$`*?[]{}~#!\\\n")
    return words[1:] if ours else None


def in_this_process(words: list[str]) -> tuple[int, str]:
    """Exit code and output of commplan."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        code = main(words)
    return code, printed.getvalue()


def in_a_shell(script: str) -> tuple[int, str]:
    """Exit code and output of a script."""
    done = subprocess.run(
        ["bash", "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout


def test_dots_stand_for_any_lines_and_nothing_else_does() -> None:
    assert as_shown("a\n...\nd\n", "a\nb\nc\nd\n")
    assert as_shown("a\n...\nd\n", "a\nd\n")
    assert as_shown("...\nd\n", "a\nd\n")
    assert not as_shown("a\nd\n", "a\nb\nd\n")
    assert not as_shown("", "a\n")
    assert not as_shown("a.\n", "ab\n")


def test_a_page_is_taken_apart() -> None:
    page = 'x\n\n```toml title="a/b.toml"\nx = 1\n```\n\n```console\n$ one\nout\n$ two\n```\n'
    assert list(steps(page)) == [
        Step(3, "a/b.toml", "x = 1\n"),
        Step(8, None, "one", "out\n"),
        Step(10, None, "two", ""),
    ]


def test_only_what_a_shell_has_no_part_in_is_run_without_one() -> None:
    assert words_for_us("commplan init desk --name 'Ada Byron'") == [
        *("init", "desk", "--name", "Ada Byron")
    ]
    for command in ("cd desk && commplan check", "commplan check | cat", "commplan who $X", "ls"):
        assert words_for_us(command) is None
