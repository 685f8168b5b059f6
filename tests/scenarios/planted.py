"""Tables of changes to clean plans: how they are written, and what is found once they are made.

A change is a line ``PLAN: OLD => NEW``, or a block under ``@ PLAN`` that ends with
an empty line: lines that begin with ``-`` are replaced by those with ``+``, lines
with a blank stay, and ``...`` goes on elsewhere in the file. Old text has to occur
once; it may be a part of a line. ``PLAN FILE`` in place of ``PLAN`` is a file
beside the plan; further ``@`` lines in a block turn to further files, and a file
of nothing but ``+`` lines is a new one. ``  <- CODE`` behind a line says that the
finding is there, followed, if at all, by words of its message; a line may have
several. Nothing else may be found.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from commplan.catalogue import Catalogue
from commplan.checker.judge_file import Bench
from commplan.checker.options import Options
from commplan.checker.run import check
from commplan.checker.target import Target
from commplan.clock import parse_instant
from commplan.engine.select import Choice, select
from commplan.finding import Finding

AS_OF = parse_instant("2026-11-21T09:00:00Z")
NO_ADVICE = {"PLN001", "PLN002", "PLN101"}
"""Rules about the form of a plan cannot always tell what was meant."""
_ARROW = "  <- "
_MARK = re.compile(r"(?:  <- [A-Z]{3}\d{3}(?: .*?)?)+$")
_SPOT = re.compile("\0([^\0]*)\0")


class Expected(NamedTuple):
    """A finding that has to be there."""

    file: str
    line: int
    code: str
    words: str


class Edit(NamedTuple):
    """What becomes of one file."""

    file: str
    """Its path, seen from the plan's folder."""
    hunks: tuple[tuple[str, str], ...]
    """Old and new texts; marks of the new ones stand between NUL characters."""

    def apply(self, text: str | None, where: str) -> tuple[str, list[Expected]]:
        """The changed text, and what has to be found in it; None is a file that is not there."""
        for old, new in self.hunks:
            if text is None:
                text = new + "\n"
                continue
            assert text.count(old) == 1, f"{where}: {old!r} occurs {text.count(old)} times"
            text = text.replace(old, new)
        assert text is not None
        name = Path(self.file).name
        expected = []
        for number, line in enumerate(text.split("\n"), 1):
            for spot in _SPOT.finditer(line):
                for mark in spot[1].split(_ARROW)[1:]:
                    code, _, words = mark.partition(" ")
                    expected.append(Expected(name, number, code, words))
        return _SPOT.sub("", text), expected


class Change(NamedTuple):
    """One row of a table."""

    where: str
    """The table and the line in it."""
    plan: str
    edits: tuple[Edit, ...]

    @property
    def codes(self) -> frozenset[str]:
        """The rules that have to find something."""
        marks = (m for e in self.edits for _, new in e.hunks for m in _SPOT.findall(new))
        return frozenset(
            code for mark in marks for code in re.findall("<- ([A-Z]{3}[0-9]{3})", mark)
        )


def read_tables(folder: Path) -> list[Change]:
    """The changes of all tables in a folder."""
    return [change for path in sorted(folder.glob("*.txt")) for change in read_table(path)]


def read_table(path: Path) -> Iterator[Change]:
    """The changes of a table."""
    lines = path.read_text(encoding="utf-8").split("\n")
    end = 0
    for number, line in enumerate(lines):
        where = f"{path.stem}:{number + 1}"
        if number < end:
            continue
        if line.startswith("@ "):
            end = lines.index("", number)
            edits = [_edit(*block) for block in _blocks(lines[number:end])]
            yield Change(where, edits[0][0], tuple(edit for _, edit in edits))
        elif (parts := line.partition(" => "))[1] and line[0] != "#":
            place, _, old = parts[0].partition(": ")
            plan, edit = _edit(place, ())
            yield Change(where, plan, (edit._replace(hunks=((old, _spot(parts[2])),)),))


def _blocks(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    heads = [n for n, line in enumerate(lines) if line.startswith("@ ")]
    for head, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        yield lines[head][2:], list(lines[head + 1 : end])


def _edit(place: str, lines: Iterable[str]) -> tuple[str, Edit]:
    plan, _, file = place.partition(" ")
    return plan, Edit(file or f"{plan}.yaml", tuple(_hunks(lines)))


def _hunks(block: Iterable[str]) -> Iterator[tuple[str, str]]:
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
    """The line with its marks between NUL characters, so that they are found again in the file."""
    mark = _MARK.search(line)
    return line if mark is None else f"{line[: mark.start()]}\0{mark[0]}\0"


class Copies:
    """Copies of plans that tests may write into, and what is found in them."""

    def __init__(self, catalogue: Catalogue, plans: Mapping[str, Path], to: Path) -> None:
        self.catalogue = catalogue
        self.plans: dict[str, Path] = {}
        for name, path in plans.items():
            # What a plan extends may lie in the folder beside its own.
            all_plans = path.parents[1]
            copied = to / all_plans.parent.name / all_plans.name
            if not copied.exists():
                shutil.copytree(all_plans, copied)
            self.plans[name] = copied / path.relative_to(all_plans)

    def findings(
        self,
        plan: str,
        files: Mapping[str, bytes],
        choice: Choice,
        beside: Sequence[str] = (),
        *,
        measures: bool = False,
    ) -> tuple[Finding, ...]:
        """What is found in a plan, and in others ``beside`` it, while files have these contents.

        With ``measures`` it is what an audit finds that knows nothing of a workspace.
        """
        folder = self.plans[plan].parent
        before = {name: (folder / name).read_bytes() for name in files if (folder / name).exists()}
        looked_at = (str((folder / name).resolve()) for name in (self.plans[plan].name, *beside))
        bench = Bench(self.catalogue, select(self.catalogue, choice), AS_OF, measures=measures)
        for name, data in files.items():
            (folder / name).write_bytes(data)
        try:
            report = check(bench, Target(tuple(sorted(looked_at))), Options(profile=choice.profile))
        finally:
            for name in files:
                if name in before:
                    (folder / name).write_bytes(before[name])
                else:
                    (folder / name).unlink()
        assert not report.incomplete
        return report.findings

    def changed(self, change: Change) -> tuple[dict[str, bytes], list[Expected]]:
        """The files of a change, and what has to be found in them."""
        folder = self.plans[change.plan].parent
        files: dict[str, bytes] = {}
        expected: list[Expected] = []
        for edit in change.edits:
            assert edit.file not in files, f"{change.where}: {edit.file} is changed twice"
            path = folder / edit.file
            before = path.read_text(encoding="utf-8") if path.exists() else None
            text, found = edit.apply(before, change.where)
            files[edit.file] = text.encode()
            expected += found
        return files, expected


def compare(found: Iterable[Finding], expected: Iterable[Expected]) -> None:
    """Fails where anything else than what was planted is found, or less, or without advice."""
    findings = [((Path(f.location.path).name, f.location.line, f.code), f) for f in found]
    planted = [((one.file, one.line, one.code), one.words) for one in expected]
    assert sorted(spot for spot, _ in findings) == sorted(spot for spot, _ in planted), "\n".join(
        f"{finding.location.line}: {finding.code} {finding.message}" for _, finding in findings
    )
    for spot, words in planted:
        messages = [finding.message for there, finding in findings if there == spot]
        assert any(words in message for message in messages), f"{words!r} not in {messages}"
    for _, finding in findings:
        assert finding.help or finding.code in NO_ADVICE
