"""Measure commplan beside its peers, in turn and in one run, and write the ratios down.

    python3 dev.py bench               the whole of it, some ten minutes
    python3 dev.py bench --quick       fewer plans and rounds, to see that it works
    python3 dev.py bench --write       also writes docs/performance.md

Absolute times swing with the machine; the ratios are what counts. commplan and the
peers are installed from wheels into an environment of their own, so that a checkout's
slower start does not tell against us.
"""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

import audit  # noqa: E402  # found only after the line above
import corpus  # noqa: E402
import measuring  # noqa: E402
import whole  # noqa: E402

SCHEMA = str(ROOT / "schemas" / "v1" / "communication-plan.schema.json")
AS_OF = "2026-11-21T09:00:00Z"
"""When the dates in the plans are neither past nor to come."""
PEERS = ("yamllint", "check-jsonschema")
COMPOSE = """\
import sys, gc, yaml, pathlib
gc.disable()
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    yaml.compose(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
"""


class Sizes(NamedTuple):
    """How much is measured."""

    many: int
    most: int
    lines: int
    rounds: int


FULL = Sizes(many=1000, most=5000, lines=50_000, rounds=5)
QUICK = Sizes(many=100, most=300, lines=3_000, rounds=3)


class Lab(NamedTuple):
    """Where things are."""

    folder: Path
    python: str
    commplan: str
    sizes: Sizes

    def program(self, name: str) -> str:
        """A program of the environment that is measured."""
        return str(Path(self.python).with_name(name))


class Row(NamedTuple):
    """One bar and how it stands."""

    id: str
    measure: str
    bar: float
    ratio: float
    spread: tuple[float, float]
    figures: str

    @property
    def met(self) -> bool:
        """Whether the bar holds."""
        return self.ratio <= self.bar


def main(words: list[str]) -> int:
    """Run every measurement and print the table."""
    sizes = QUICK if "--quick" in words else FULL
    with tempfile.TemporaryDirectory() as name:
        lab = prepare(Path(name), sizes)
        rows = [measure(lab) for measure in MEASURES]
    table = render(rows)
    print(table)
    if "--write" in words:
        write(table)
    return 0 if all(row.met for row in rows) else 1


def prepare(folder: Path, sizes: Sizes) -> Lab:
    """Install commplan's wheel and the peers, and write the corpus."""
    environment = folder / "environment"
    venv.create(environment, with_pip=True)
    python = str(environment / "bin" / "python")
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, str(ROOT), *PEERS], check=True)
    for name, count, every in (("one", 1, 0), ("many", sizes.many, 0), ("most", sizes.most, 0)):
        corpus.write(str(folder / name), count, broken_every=every)
    corpus.write(str(folder / "broken"), sizes.many, broken_every=20)
    whole.write(str(folder / "whole"), sizes.many)
    (folder / "long").mkdir()
    (folder / "long" / "long.yaml").write_text(corpus.long_plan(sizes.lines), "utf-8")
    (folder / "compose.py").write_text(COMPOSE, "utf-8")
    return Lab(folder, python, str(environment / "bin" / "commplan"), sizes)


def seconds(lab: Lab, words: Sequence[str], expect: tuple[int, ...] = (0,), cpus: int = 0) -> float:
    """Wall time of one run of a command."""
    prefix = ["taskset", "-c", "0"] if cpus == 1 else []
    start = time.perf_counter()
    done = subprocess.run(
        [*prefix, *words], cwd=lab.folder, env=environment(lab), capture_output=True, check=False
    )
    passed = time.perf_counter() - start
    if done.returncode not in expect:
        sys.exit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout.decode()[-2000:]}"
                 f"{done.stderr.decode()[-2000:]}")  # fmt: skip
    return passed


def environment(lab: Lab) -> dict[str, str]:
    """A cache of our own, and nothing else of the user's."""
    return {**os.environ, "XDG_CACHE_HOME": str(lab.folder / "cache")}


def in_turn(lab: Lab, *runs: Callable[[], float], rounds: int | None = None) -> list[list[float]]:
    """Times of several runs, taken in turn; one round before that warms the disk."""
    for run in runs:
        run()
    return cold_in_turn(*runs, rounds=rounds or lab.sizes.rounds)


def cold_in_turn(*runs: Callable[[], float], rounds: int) -> list[list[float]]:
    """The same without a round before, for peers that take a minute."""
    times = [[run() for run in runs] for _ in range(rounds)]
    return [[row[column] for row in times] for column in range(len(runs))]


def check(lab: Lab, where: str, *words: str) -> list[str]:
    """The command that is measured."""
    return [lab.commplan, "check", "--quiet", "--profile", "basic", *words, str(lab.folder / where)]


def row(id: str, measure: str, bar: float, ours: list[float], theirs: list[float]) -> Row:
    """A ratio of medians, with the ratios of the rounds as spread."""
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    figures = f"{shown(statistics.median(ours))} / {shown(statistics.median(theirs))}"
    ratio = statistics.median(ours) / statistics.median(theirs)
    return Row(id, measure, bar, ratio, (min(ratios), max(ratios)), figures)


def shown(value: float) -> str:
    """Seconds for people."""
    return f"{value * 1000:.0f} ms" if value < 10 else f"{value:.1f} s"


def one_plan_beside_check_jsonschema(lab: Lab) -> Row:
    """P1."""
    plan = str(lab.folder / "whole" / "team-00000.yaml")
    words = standard(lab, plan)
    peer = [lab.program("check-jsonschema"), "--schemafile", SCHEMA, plan]
    ours, theirs = in_turn(lab, lambda: seconds(lab, words), lambda: seconds(lab, peer), rounds=15)
    return row("P1", "one plan, `standard` / check-jsonschema, schema only", 0.50, ours, theirs)


def one_plan_beside_python(lab: Lab) -> Row:
    """P2."""
    ours, theirs = in_turn(
        lab,
        lambda: seconds(lab, check(lab, "one", "--no-cache")),
        lambda: seconds(lab, [lab.python, "-c", "pass"]),
        rounds=15,
    )
    return row("P2", "one plan, `basic` / `python -c pass`", 9.0, ours, theirs)


def many_plans_beside_compose(lab: Lab) -> Row:
    """P3: default jobs on all cores against one core that only parses."""
    parse = [lab.python, str(lab.folder / "compose.py"), str(lab.folder / "many")]
    ours, theirs = in_turn(
        lab,
        lambda: seconds(lab, check(lab, "many", "--no-cache")),
        lambda: seconds(lab, parse),
    )
    text = f"{lab.sizes.many} plans, `basic` / `yaml.compose` (C) alone, one core"
    return row("P3", text, 2.0, ours, theirs)


def standard(lab: Lab, where: str) -> list[str]:
    """The command with all rules of the profile that is the default."""
    return [lab.commplan, "check", "--quiet", "--no-cache", "--as-of", AS_OF, where]


def whole_plans_beside_check_jsonschema(lab: Lab) -> Row:
    """P4."""
    folder = lab.folder / "whole"
    peer = [lab.program("check-jsonschema"), "--schemafile", SCHEMA, *map(str, plans(folder))]
    ours, theirs = cold_in_turn(
        lambda: seconds(lab, standard(lab, str(folder))), lambda: seconds(lab, peer), rounds=2
    )
    text = f"{lab.sizes.many} plans, `standard` / check-jsonschema, schema only"
    return row("P4", text, 0.25, ours, theirs)


def whole_plans_beside_yamllint(lab: Lab) -> Row:
    """P5."""
    folder = lab.folder / "whole"
    peer = [lab.program("yamllint"), "-d", "relaxed", str(folder)]
    ours, theirs = cold_in_turn(
        lambda: seconds(lab, standard(lab, str(folder))),
        lambda: seconds(lab, peer, (0, 1)),
        rounds=2,
    )
    return row("P5", f"{lab.sizes.many} plans, `standard` / yamllint", 0.25, ours, theirs)


def plans(folder: Path) -> list[Path]:
    """The plan files of a folder."""
    return sorted(folder.glob("*.yaml"))


def warm_beside_cold(lab: Lab) -> Row:
    """P6."""
    cache = lab.folder / "cache"

    def cold() -> float:
        subprocess.run(["rm", "-rf", str(cache)], check=True)
        return seconds(lab, check(lab, "most"))

    cold_times, warm_times = in_turn(lab, cold, lambda: seconds(lab, check(lab, "most")), rounds=3)
    text = f"{lab.sizes.most} plans unchanged, warm / cold"
    return row("P6", text, 0.10, warm_times, cold_times)


def long_beside_many(lab: Lab) -> Row:
    """P7: seconds per line."""
    long_lines = lines(lab.folder / "long")
    many_lines = lines(lab.folder / "many")
    ours, theirs = in_turn(
        lab,
        lambda: seconds(lab, check(lab, "long", "--no-cache", "--jobs", "1")),
        lambda: seconds(lab, check(lab, "many", "--no-cache", "--jobs", "1")),
        rounds=3,
    )
    per_line = [passed / long_lines for passed in ours], [passed / many_lines for passed in theirs]
    found = row("P7", f"one plan of {long_lines:,} lines / many, per line", 1.5, *per_line)
    figures = f"{per_line[0][0] * 1e6:.1f} µs / {per_line[1][0] * 1e6:.1f} µs"
    return found._replace(figures=figures)


def lines(folder: Path) -> int:
    """How many lines the files of a folder have."""
    return sum(path.read_bytes().count(b"\n") for path in folder.iterdir())


def memory(lab: Lab) -> Row:
    """P8: peak memory, without and with thousands of plans."""
    ours = [peak(lab, check(lab, "most", "--no-cache")) for _ in range(2)]
    theirs = [peak(lab, check(lab, "one", "--no-cache")) for _ in range(2)]
    found = row("P8", f"peak memory, {lab.sizes.most} plans / one plan", 3.0, ours, theirs)
    return found._replace(figures=f"{ours[0]:.0f} MiB / {theirs[0]:.0f} MiB")


PEAK = """\
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def peak(lab: Lab, words: Sequence[str]) -> float:
    """Peak resident memory of a command in MiB."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK, *words],
        cwd=lab.folder, env=environment(lab), capture_output=True, check=True,
    )  # fmt: skip
    return int(done.stdout) / 1024


def broken_beside_clean(lab: Lab) -> Row:
    """P9."""
    ours, theirs = in_turn(
        lab,
        lambda: seconds(lab, check(lab, "broken", "--no-cache"), (1,)),
        lambda: seconds(lab, check(lab, "many", "--no-cache")),
    )
    text = f"{lab.sizes.many} plans, 5 % of them broken / all clean"
    return row("P9", text, 1.5, ours, theirs)


def modules(lab: Lab) -> Row:
    """P10: how many of the heavy modules a valid plan imports."""
    heavy = ("slack_sdk", "jsonschema", "multiprocessing", "narwhals", "duckdb", "rich")
    done = subprocess.run(
        [lab.python, "-X", "importtime", "-m", "commplan", *check(lab, "one", "--no-cache")[1:]],
        cwd=lab.folder, env=environment(lab), capture_output=True, text=True, check=True,
    )  # fmt: skip
    names = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    found = sorted(names & set(heavy))
    count = float(len(found))
    text = "heavy modules imported for a valid plan"
    return Row("P10", text, 0.0, count, (count, count), ", ".join(found) or "none")


def calls_of_an_audit(lab: Lab) -> Row:
    """P11."""
    found = _audits(lab)
    ratios = [one.calls / one.least_calls for one in found]
    company = _company(lab)
    size = f"{company.channels:,} channels, {company.people:,} people"
    figures = " · ".join(f"{one.calls} / {one.least_calls} calls" for one in found)
    text = f"audit of {size}, every fact / fewest calls that can answer; by id · by name"
    return Row("P11", text, 1.1, max(ratios), (min(ratios), max(ratios)), figures)


def time_of_an_audit(lab: Lab) -> Row:
    """P12."""
    found = _audits(lab)
    ratios = [one.minutes / one.least_minutes for one in found]
    figures = " · ".join(f"{one.minutes:.1f} / {one.least_minutes:.1f} min" for one in found)
    text = "the same on a Slack that enforces its limits / its slowest method alone"
    return Row("P12", text, 1.25, max(ratios), (min(ratios), max(ratios)), figures)


def _audits(lab: Lab) -> list[audit.Measured]:
    """By id and by name, on a virtual clock: the figures are the same on every machine."""
    return [audit.measure(_company(lab), by_id=by_id) for by_id in (True, False)]


def _company(lab: Lab) -> audit.Company:
    return audit.LARGE if lab.sizes is FULL else audit.SMALL


def response_times_beside_first_replies(lab: Lab) -> Row:
    """P13: each in a process of its own, from its first import on."""
    return _response_times(lab, "P13", "bare", "DuckDB's bare first reply per thread", 3.0)


def response_times_beside_queries_by_hand(lab: Lab) -> Row:
    """P15: what one expression for all plans and engines costs."""
    return _response_times(lab, "P15", "by-hand", "counts of them by queries by hand", 2.0)


def _response_times(lab: Lab, code: str, side: str, told: str, bar: float) -> Row:
    place = _history(lab)
    ours, theirs = in_turn(
        lab,
        lambda: float(measuring.alone("ours", place)["seconds"]),
        lambda: float(measuring.alone(side, place)["seconds"]),
        rounds=3,
    )
    text = f"response times in {_messages(lab):,} messages / {told}"
    return row(code, text, bar, ours, theirs)


def memory_of_response_times(lab: Lab) -> Row:
    """P14."""
    peak = float(measuring.alone("ours", _history(lab))["peak"])
    return Row("P14", "peak memory of that, GiB", 4.0, peak, (peak, peak), f"{peak:.1f} GiB")


def _history(lab: Lab) -> Path:
    return measuring.written(lab.folder / "histories", _messages(lab))


def _messages(lab: Lab) -> int:
    return measuring.SIZES[-1] if lab.sizes is FULL else 100_000


MEASURES: tuple[Callable[[Lab], Row], ...] = (
    one_plan_beside_check_jsonschema,
    one_plan_beside_python,
    many_plans_beside_compose,
    whole_plans_beside_check_jsonschema,
    whole_plans_beside_yamllint,
    warm_beside_cold,
    long_beside_many,
    memory,
    broken_beside_clean,
    modules,
    calls_of_an_audit,
    time_of_an_audit,
    response_times_beside_first_replies,
    memory_of_response_times,
    response_times_beside_queries_by_hand,
)


def render(rows: Sequence[Row]) -> str:
    """The table in Markdown."""
    head = ["| | measure | bar | ratio | spread | figures | |", "|---|---|---|---|---|---|---|"]
    body = [
        f"| {r.id} | {r.measure} | ≤ {r.bar:g} | **{r.ratio:.2f}** "
        f"| {r.spread[0]:.2f}–{r.spread[1]:.2f} | {r.figures} | {'met' if r.met else 'not met'} |"
        for r in rows
    ]
    return "\n".join([*head, *body])


def write(table: str) -> None:
    """Put the table into docs/performance.md."""
    path = ROOT / "docs" / "performance.md"
    before, opening, rest = path.read_text("utf-8").partition("<!-- measured -->\n")
    _, closing, after = rest.partition("<!-- end of measured -->")
    machine = (
        f"Python {platform.python_version()}, {len(os.sched_getaffinity(0))} cores, "
        f"{platform.system()} {platform.machine()}."
    )
    path.write_text(f"{before}{opening}{machine}\n\n{table}\n{closing}{after}", "utf-8")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(main(sys.argv[1:]))
