"""Clean plans with one thing changed: a defect that must be found, or a look-alike that must not.

The plans are under ``plans/``, the changes in text files under ``tables/``. A
change is a line ``PLAN: OLD => NEW``, or a block under ``@ PLAN``: lines that
begin with ``-`` are replaced by those with ``+``, lines with a blank stay, and
``...`` goes on elsewhere in the plan. Old text has to occur once; it may be a
part of a line. ``  <- CODE`` behind a line says that the finding is there,
followed, if at all, by words of its message. Nothing else may be found.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from commplan.catalogue import Catalogue
from commplan.checker.judge_file import Bench
from commplan.checker.run import Options, Target, check
from commplan.clock import parse_instant
from commplan.engine.select import Choice, select
from commplan.finding import Finding
from commplan.plugins import PluginChoice, registry

HERE = Path(__file__).parent
NO_ADVICE = {"PLN001", "PLN002", "PLN101"}
"""Rules about the form of a plan cannot always tell what was meant."""
AS_OF = parse_instant("2026-11-21T09:00:00Z")
PLANS = {path.stem: path for path in sorted((HERE / "plans").glob("*/*.yaml"))}
_MARK = re.compile(r"  <- (?P<code>[A-Z]{3}\d{3})(?: (?P<words>.*))?$")
_SPOT = re.compile("\0(?P<mark>[^\0]*)\0")

Judge = Callable[..., tuple[Finding, ...]]


class Expected(NamedTuple):
    """A finding that has to be there."""

    line: int
    code: str
    words: str


class Change(NamedTuple):
    """One row of a table."""

    where: str
    """The table and the line in it."""
    plan: str
    hunks: tuple[tuple[str, str], ...]
    """Old and new texts; marks of the new ones stand between NUL characters."""

    def apply(self, text: str) -> tuple[str, list[Expected]]:
        """The changed plan, and what has to be found in it."""
        for old, new in self.hunks:
            assert text.count(old) == 1, f"{self.where}: {old!r} occurs {text.count(old)} times"
            text = text.replace(old, new)
        expected = []
        for number, line in enumerate(text.split("\n"), 1):
            for spot in _SPOT.finditer(line):
                code, _, words = spot["mark"].partition(" ")
                expected.append(Expected(number, code, words))
        return _SPOT.sub("", text), expected


def read_table(path: Path) -> Iterator[Change]:
    """The changes of a table."""
    lines = path.read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(lines):
        where = f"{path.stem}:{number + 1}"
        if line.startswith("@ "):
            end = lines.index("", number)
            yield Change(where, line[2:], tuple(_hunks(lines[number + 1 : end])))
        elif (parts := line.partition(" => "))[1] and line[0] not in "-+ #":
            plan, _, old = parts[0].partition(": ")
            yield Change(where, plan, ((old, _spot(parts[2])),))


def _hunks(block: Sequence[str]) -> Iterator[tuple[str, str]]:
    old: list[str] = []
    new: list[str] = []
    for line in [*block, "..."]:
        if line == "...":
            yield "\n".join(old), "\n".join(new)
            old, new = [], []
            continue
        if line[0] in " -":
            old.append(_MARK.sub("", line[1:]))
        if line[0] in " +":
            new.append(_spot(line[1:]))


def _spot(line: str) -> str:
    """The line with its mark between NUL characters, so that it is found again in the plan."""
    mark = _MARK.search(line)
    return line if mark is None else f"{line[: mark.start()]}\0{mark[0].removeprefix('  <- ')}\0"


CHANGES = [
    change for path in sorted((HERE / "tables").glob("*.txt")) for change in read_table(path)
]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return registry(PluginChoice(third_party=False)).rules()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the plans that tests may write into."""
    made = tmp_path_factory.mktemp("planted") / "plans"
    shutil.copytree(HERE / "plans", made)
    return made


@pytest.fixture(scope="session")
def judge(catalogue: Catalogue, folder: Path) -> Judge:
    """Checks the folder of a plan with the basic rules while the plan has another text."""

    def findings(plan: str, data: bytes, more: Sequence[str] = ()) -> tuple[Finding, ...]:
        path = folder / PLANS[plan].relative_to(HERE / "plans")
        files = tuple(sorted(str(beside) for beside in path.parent.glob("*.yaml")))
        choice = Choice(select=tuple(more)) if more else Choice(profile="basic")
        bench = Bench(catalogue, select(catalogue, choice), AS_OF)
        path.write_bytes(data)
        try:
            report = check(bench, Target(files), Options())
        finally:
            path.write_bytes(PLANS[plan].read_bytes())
        assert not report.incomplete
        return report.findings

    return findings


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.where)
def test_exactly_what_was_planted_is_found(
    judge: Judge, catalogue: Catalogue, change: Change
) -> None:
    text, expected = change.apply(PLANS[change.plan].read_text(encoding="utf-8"))
    codes = {e.code for e in expected}
    beyond = [code for code in codes if catalogue.by_code[code].profile != "basic"]
    found = judge(change.plan, text.encode(), beyond)
    told = [(Path(f.location.path).name, f.location.line, f.code) for f in found]
    assert told == [(PLANS[change.plan].name, e.line, e.code) for e in expected], "\n".join(
        f"{finding.location.line}: {finding.code} {finding.message}" for finding in found
    )
    for finding, planted in zip(found, expected, strict=True):
        assert planted.words in finding.message
        assert finding.help or finding.code in NO_ADVICE


def test_the_tables_speak_of_every_basic_rule_that_needs_no_workspace(catalogue: Catalogue) -> None:
    planted = {
        code
        for change in CHANGES
        for _, new in change.hunks
        for code in re.findall("\0([A-Z]{3}[0-9]{3})", new)
    }
    live = {"workspace", "drift"}
    basic = {r.code for r in catalogue.rules if r.profile == "basic" and not live & {*r.needs}}
    assert basic <= planted


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize(
    "rewrite",
    [
        lambda text: text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.rstrip("\n"),
        lambda text: text + "...\n",
        lambda text: text + "---\n# nothing\n",
    ],
    ids=["as it is", "CRLF", "byte order mark", "no last line end", "end mark", "empty document"],
)
def test_the_form_of_a_file_is_no_fault(
    judge: Judge, plan: str, rewrite: Callable[[str], str]
) -> None:
    assert judge(plan, rewrite(PLANS[plan].read_text(encoding="utf-8")).encode()) == ()


@pytest.mark.parametrize("start", ["", "\ufeff", "---\n", "# one line more\n---\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_are_counted_in_files_of_every_form(judge: Judge, start: str, end: str) -> None:
    text = PLANS["harbour"].read_text(encoding="utf-8")
    text = text.replace("owner: person:ida\n  notices", "owner: person:idda\n  notices")
    line = (start + text)[: text.index("person:idda") + len(start)].count("\n") + 1
    (finding,) = judge("harbour", (start + text).replace("\n", end).encode())
    assert (finding.code, finding.location.line) == ("PLN101", line)
    assert finding.location.column == len("    owner: ") + 1


def test_a_byte_that_is_not_utf_8_is_found_on_its_line(judge: Judge) -> None:
    text = PLANS["library"].read_text(encoding="utf-8")
    (finding,) = judge("library", text.encode("latin-1"))
    assert finding.code == "PLN001"
    assert finding.location.line == text[: text.index("á")].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ask here, in a thread", "post with xox" + "b-123456789012-1234567890123-AbCdEfGhIjKl"),
        ("https://kb.harbour.example/hours", "https://hooks.slack.com/" + "services/T0/B0/AbCdEf"),
        ("was the desk before help", '"-----BEGIN RSA ' + 'PRIVATE KEY-----\\nMIIEpAIBAAKCAQEA"'),
    ],
)
def test_credentials_are_found_and_not_repeated(judge: Judge, old: str, new: str) -> None:
    text = PLANS["harbour"].read_text(encoding="utf-8")
    (finding,) = judge("harbour", text.replace(old, new).encode())
    assert finding.code == "SEC106"
    assert finding.location.line == text[: text.index(old)].count("\n") + 1
    assert new[-12:-1] not in finding.message
