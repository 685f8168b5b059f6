"""What measuring promised times in millions of messages costs beside doing so by hand, and less.

    python benchmarks/measuring.py FOLDER            all in turn, over histories in FOLDER
    python benchmarks/measuring.py ours HISTORY      one measurement, in this process
    python benchmarks/measuring.py bare HISTORY
    python benchmarks/measuring.py by-hand HISTORY
    python benchmarks/measuring.py month HISTORY     ours over the last four weeks of it
    python benchmarks/measuring.py spark HISTORY     the figures of ours, from Spark

Ours is everything that SLA401 asks for about a first response on a calendar, over all
messages of a year in 200 intake channels: requests out of posts, responders, inferred
answers, withdrawals, open time, due instants, states, percentiles and their intervals.
Bare is DuckDB's first reply in every thread, which knows nothing of a plan. By hand are
queries written for DuckDB and this plan alone, which have to tell the same counts and the
same mean; percentiles and intervals they leave out.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import histories  # found only after the line above

SIZES = (1_000_000, 3_000_000, 10_000_000)
TABLES = ("messages", "threads", "marks", "signs")
SIDES = ("ours", "month", "by-hand", "bare")
ROUNDS = 3
BARE = """\
SELECT count(*), quantile_disc(first_at - thread, [0.5, 0.9]) FROM (
    SELECT channel, thread, min("at") AS first_at FROM read_parquet(?)
    WHERE thread IS NOT NULL GROUP BY channel, thread
) AS firsts
"""


def main(words: list[str]) -> int:
    """Measure once, or everything in turn."""
    measures: dict[str, Callable[[Path], Callable[[], Any]]] = {
        "ours": ours,
        "bare": bare,
        "by-hand": by_hand,
        "month": month,
        "spark": spark,
    }
    if words[0] in measures:
        print(json.dumps(timed(measures[words[0]](Path(words[1])))))
        return 0
    for size in SIZES:
        print(compare(Path(words[0]), size), flush=True)
    return 0


def compare(folder: Path, size: int, rounds: int = ROUNDS) -> str:
    """All over one history, in turn, as a row of a table: seconds / those of all cores."""
    place = written(folder, size)
    runs = [[alone(name, place) for name in SIDES] for _ in range(rounds)]
    (told,), counted = runs[0][0]["told"], runs[0][2]["told"]
    if differing := {name: told[name] for name, one in counted.items() if told[name] != one}:
        sys.exit(f"by hand it is {counted}, and not {differing}")
    best = [min(one[side]["seconds"] for one in runs) for side in range(len(SIDES))]
    work = [min(one[side]["work"] for one in runs) for side in range(len(SIDES))]
    times = [f"{seconds:.2f} s / {used:.2f} s" for seconds, used in zip(best, work, strict=True)]
    peak = max(one[0]["peak"] for one in runs)
    return (
        f"| {size:,} | {' | '.join(times)} | {best[0] / best[-1]:.1f} "
        f"| {peak:.1f} GiB | {runs[0][0]['told']} |"
    )


def written(folder: Path, size: int) -> Path:
    """A history of that size, drawn unless it is there."""
    place = folder / str(size)
    if not place.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, histories.__file__, str(place), str(size)], check=True)
    return place


def alone(name: str, place: Path) -> dict[str, Any]:
    """One measurement in a process of its own."""
    words = [sys.executable, __file__, name, str(place)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def timed(measure: Callable[[], Any]) -> dict[str, Any]:
    """What a measurement takes: seconds, work of all cores in seconds, and peak memory in GiB.

    The engine and what else measures is imported within that time, as for one measure in a
    process of its own; the plan and the workspace were read before.
    """
    start, work = time.perf_counter(), time.process_time()
    told = measure()
    return {
        "seconds": time.perf_counter() - start,
        "work": time.process_time() - work,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2,
        "load": os.getloadavg()[0],
        "told": told,
    }


def bare(place: Path) -> Callable[[], Any]:
    """The first reply in every thread, and how long it took."""
    files = [str(path) for path in sorted((place / "messages").glob("*.parquet"))]

    def measure() -> Any:
        import duckdb

        return duckdb.connect().execute(BARE, [files]).fetchall()

    return measure


def by_hand(place: Path) -> Callable[[], Any]:
    """The counts and the mean of ours, by queries for this plan alone."""
    plan = read_plan()
    (sla,) = plan.slas.values()
    (target,) = sla.targets

    def measure() -> Any:
        import by_hand as queries

        from commplan.clock import Calendar, due_pieces, open_time_pieces, refined
        from commplan.measures.attainment import clock_of

        end = histories.AS_OF
        start = end - histories.YEAR
        calendar = clock_of(plan, sla.clock, start, end)
        assert isinstance(calendar, Calendar), calendar
        shown = open_time_pieces(calendar, start, end + 1)
        due = due_pieces(calendar, target.duration, start, end + 1)
        cut = dict(zip(("open", "due"), zip(*refined(shown, due), strict=True), strict=True))
        found = queries.requests(place, start, end, 5 * histories.MINUTE, cut)
        decided = [found[state] for state in ("met", "missed")]
        count, waited = map(sum, zip(*decided, strict=True))
        return {
            "n": count,
            "met": found["met"][0],
            "left_out": {
                state: found[state][0] for state in ("pending", "withdrawn") if state in found
            },
            "mean": round(waited / count / 60_000_000, 2),
        }

    return measure


def ours(place: Path) -> Callable[[], Any]:
    """The attainment of an SLA on DuckDB."""
    from commplan.measures.engine import DuckEngine

    return attainment(place, DuckEngine)


def month(place: Path) -> Callable[[], Any]:
    """What measures do by default: the last four weeks, and a day before."""
    from commplan.clock import parse_duration
    from commplan.measures.engine import DuckEngine

    window = parse_duration("28d")
    since = histories.AS_OF - window.microseconds - histories.DAY
    return attainment(place, DuckEngine, window, since)


def spark(place: Path) -> Callable[[], Any]:
    """The same on Spark."""
    from commplan.measures.spark import SparkEngine

    return attainment(place, SparkEngine)


def attainment(
    place: Path, engine: Callable[[], Any], window: Any = None, since: int | None = None
) -> Callable[[], Any]:
    """What finds what SLA401 would say, figures only: of the year, or of another window."""
    from commplan.drift import Drift
    from commplan.measures import History, request_attainments
    from commplan.measures.frames import Frames
    from commplan.testing.workspaces import read_workspace

    plan = read_plan()
    workspace = read_workspace(json.dumps(workspace_of()))

    def opened(made: Any) -> Frames:
        paths = {name: [str(p) for p in (place / name).glob("*.parquet")] for name in TABLES}
        return Frames(**{name: made.parquet(found) for name, found in paths.items()})

    (sla,) = plan.slas.values()
    drift = Drift(plan, workspace, ())
    return lambda: [
        {
            "target": one.target.name,
            "n": one.n,
            "met": one.met,
            "left_out": dict(one.left_out),
            "mean": None if one.mean is None else round(one.mean / 60_000_000, 2),
            "median": one.median,
            "p90": one.p90,
            "conclusion": str(one.conclusion),
            "worst": [slow.at for slow in one.worst],
        }
        for one in request_attainments(
            History(plan, drift, opened, histories.AS_OF, engine, since),
            sla,
            sla.channels,
            window=window,
        )
    ]


def read_plan() -> Any:
    """Two hundred intake channels, forty teams of twelve, one promise."""
    from commplan.checker.load import Loader
    from commplan.document import read_documents
    from commplan.testing.rules import complete

    channels = {f"c{n}": _channel(n) for n in range(histories.CHANNELS)}
    people = {f"p{n}": _person(n) for n in range(histories.TEAMS * histories.TEAM)}
    groups = {
        f"t{n}": {"class": "it-staff", "members": [f"person:p{k}" for k in histories.team_of(n)]}
        for n in range(histories.TEAMS)
    }
    sections = {
        "channels": channels,
        "stakeholders": {"people": people, "groups": groups},
        "calendars": {"uk": {"timezone": "Europe/London", "hours": {"mon-fri": ["09:00-17:30"]}}},
        "slas": {
            "help": {
                "applies": {"channel": list(channels)},
                "clock": "calendar:uk",
                "targets": {"first_response": "1h"},
                "objective": {"attainment": 0.8, "window": "364d"},
            }
        },
    }
    text = complete("\n".join(f"{name}: {json.dumps(one)}" for name, one in sections.items()))
    (loaded,) = Loader().loaded(read_documents(text.encode(), "plan.yaml"), named=True)
    assert loaded.plan is not None, loaded.text.faults
    return loaded.plan


def _channel(number: int) -> Any:
    intake = {
        "responders": f"group:t{number % histories.TEAMS}",
        "ack_reactions": ["eyes"],
        "close_reactions": ["done"],
    }
    return {"kind": "slack", "slack": histories.channel_id(number), "intake": intake}


def _person(number: int) -> Any:
    return {"name": f"P {number}", "slack": histories.person_id(number)}


def workspace_of() -> Any:
    """The workspace that goes with it."""
    channels = {histories.channel_id(n): f"c{n}" for n in range(histories.CHANNELS)}
    people = range(histories.TEAMS * histories.TEAM)
    return {
        "people": {histories.person_id(n): f"p{n}" for n in people},
        "channels": channels,
        "messages": {channel: [] for channel in channels},
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
