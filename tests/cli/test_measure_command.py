"""``commplan measure``: figures and pictures of promised times, from an export."""

from __future__ import annotations

import json
import sys
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import html5lib
import jsonschema
import pyarrow.parquet as pq
import pytest
from defusedxml.ElementTree import fromstring

from commplan.cli import measure as command
from commplan.cli.main import main
from commplan.cli.measure_table import COLUMNS

ROOT = Path(__file__).parents[2]
PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: it-ops, timezone: Europe/London}
channels:
  it-help: {kind: slack, slack: C1, intake: {responders: "group:it-ops"}}
slas:
  helpdesk:
    applies: {channel: it-help}
    clock: "calendar:uk"
    targets: {first_response: 30m}
    objective: {attainment: 0.9, window: 28d}
calendars:
  uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U1, calendar: "calendar:uk"}
  groups:
    it-ops: {class: it-staff, members: ["person:alice"]}
"""
FIRST = datetime(2026, 11, 2, 10, tzinfo=UTC)
AS_OF = "2026-11-21T09:00:00Z"
ASKERS = ["U9", "U91", "U92", "U93", "U94"]


def message(at: datetime, user: str, **more: str) -> dict[str, str]:
    return {"type": "message", "user": user, "ts": f"{at.timestamp():.6f}", "text": "x", **more}


def asked(number: int) -> tuple[datetime, list[dict[str, str]]]:
    """A request of each day; every fourth is answered late, the others after ten minutes."""
    at = FIRST + timedelta(days=number // 4, hours=number % 4)
    root = message(at, ASKERS[number % len(ASKERS)])
    wait = timedelta(minutes=10 if number % 4 else 45)
    return at, [root, message(at + wait, "U1", thread_ts=root["ts"])]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An export of twelve weekdays with four requests each, and the plan."""
    files: dict[str, Any] = {
        "users": [{"id": one, "name": one.lower()} for one in ("U1", *ASKERS)],
        "channels": [{"id": "C1", "name": "it-help", "created": 1_700_000_000}],
        "it-help/2026-10-01": [message(datetime(2026, 10, 1, 12, tzinfo=UTC), "U9")],
        "it-help/2026-11-21": [message(datetime(2026, 11, 21, tzinfo=UTC), "U1")],
    }
    for number in range(48):
        at, told = asked(number)
        files.setdefault(f"it-help/{at.date()}", []).extend(told)
    (tmp_path / "export" / "it-help").mkdir(parents=True)
    for name, content in files.items():
        (tmp_path / "export" / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def run(folder: Path, *words: str) -> int:
    workspace = ("--workspace", f"export:{folder / 'export'}", "--as-of", AS_OF)
    return main(["measure", *workspace, *words, str(folder / "plan.yaml")])


def test_a_row_for_each_promise(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[2] == "#it-help, sla:helpdesk (plan it-ops), clock calendar:uk, over 28d"
    assert lines[3].split() == [
        *("promised", "in", "time", "share", "95", "%", "CI", "objective", "verdict"),
    ]
    met, _ = in_time()
    assert lines[4].startswith(f"  first_response 30m  {met} of 48  ")
    assert lines[4].endswith("  90 %       fail")
    assert lines[5] == "    mean 16m, median 10m, P90 45m"
    assert lines[6] == "    in no single week clearly below the objective"
    assert lines[7] == "    slowest: 45m  Mon 2026-11-02 10:00Z C1 1793613600.000000"
    assert lines[-1] == "1 promise: 1 fail"
    assert max(map(len, lines[1:])) <= 80


def test_figures_are_those_of_a_count_by_hand(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "--format", "json") == 0
    report = json.loads(capsys.readouterr().out)
    schema = json.loads((ROOT / "schemas/v1/measures.schema.json").read_text("utf-8"))
    jsonschema.validate(report, schema)
    (found,) = report["measures"]
    assert (found["n"], found["met"], found["missed"]) == (48, *in_time())
    assert found["median_seconds"] == 600
    assert sum(week["met"] + week["missed"] for week in found["weeks"]) == 48
    assert found["channel_id"] == "C1"
    assert report["unmeasured"] == []
    assert report["complete"]


def test_an_old_export_is_measured_as_of_its_end(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = ("--as-of", "2027-06-01T09:00:00Z")
    assert run(folder, *later, "--format", "json") == 0
    report = json.loads(capsys.readouterr().out)
    (found,) = report["measures"]
    assert (found["n"], found["met"], found["missed"]) == (48, *in_time())
    assert report["as_of"] == "2026-11-21T00:00:00Z"
    assert run(folder, *later) == 0
    assert "measured as of Sat 2026-11-21 00:00Z\n" in capsys.readouterr().out


def test_as_of_before_all_messages_nothing_is_known(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = PLAN.replace("first_response: 30m", "first_response: 30m, resolve: 2bd")
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    earlier = ("--as-of", "2026-09-01T09:00:00Z")
    assert run(folder, *earlier, "--format", "json") == 0
    for found in json.loads(capsys.readouterr().out)["measures"]:
        assert (found["n"], found["pending"], found["conclusion"]) == (0, 0, "inconclusive")
        assert not found["whole_window"]
        assert found["since"] == "2026-09-01T09:00:00Z"
    assert run(folder, *earlier) == 0
    told = ", of which is known only what came since Tue 2026-09-01 09:00Z"
    assert told in " ".join(capsys.readouterr().out.split())


def test_what_reactions_said_later_is_unknown_as_of_earlier(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a reaction is known only that it was there when the export was made."""
    plan = PLAN.replace("first_response: 30m", "acknowledge: 30m").replace(
        'responders: "group:it-ops"', 'responders: "group:it-ops", ack_reactions: [eyes]'
    )
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    asked = message(datetime(2026, 11, 18, 10, tzinfo=UTC), "U9")
    seen: dict[str, Any] = {**asked, "reactions": [{"name": "eyes", "users": ["U1"], "count": 1}]}
    file = folder / "export/it-help/2026-11-18.json"
    file.write_text(json.dumps([seen]), encoding="utf-8")
    for as_of in ("2026-11-18T12:00:00Z", AS_OF):
        assert run(folder, "--as-of", as_of, "--format", "json") == 0
        (found,) = json.loads(capsys.readouterr().out)["measures"]
        assert found["unknown"] == 1
        assert found["n"] == found["met"] + found["missed"]


def test_the_first_instant_of_a_window_is_in_its_first_week(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        run(folder, "--as-of", "2026-11-16T10:00:00Z", "--window", "14d", "--format", "json") == 0
    )
    (found,) = json.loads(capsys.readouterr().out)["measures"]
    assert found["since"] == "2026-11-02T10:00:00Z"
    assert sum(week["met"] + week["missed"] for week in found["weeks"]) == found["n"]


def in_time() -> tuple[int, int]:
    """On the clock, requests of a weekend begin on Monday at nine: all are answered before."""
    late = 0
    for number in range(48):
        at, _ = asked(number)
        late += number % 4 == 0 and at.weekday() < 5
    return 48 - late, late


def test_rows_come_as_parquet(folder: Path) -> None:
    file = folder / "measures.parquet"
    assert run(folder, "--format", f"parquet:{file}") == 0
    (row,) = pq.read_table(file).to_pylist()
    assert list(row) == list(COLUMNS)
    assert (row["plan"], row["channel"], row["n"]) == ("it-ops", "it-help", 48)
    assert (row["objective"], row["objective_share"]) == ("90 %", 0.9)
    assert row["as_of"] == datetime(2026, 11, 21, tzinfo=UTC)
    assert sum(week["met"] + week["missed"] for week in row["weeks"]) == 48
    assert len(row["slowest"]) == 3


def test_parquet_says_the_same_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "measures.parquet"
    assert run(folder, "--window", "10d", "--format", "json", "--format", f"parquet:{file}") == 0
    report = json.loads(capsys.readouterr().out)
    (told,) = report["measures"]
    assert {name: utc(value) for name, value in pq.read_table(file).to_pylist()[0].items()} == {
        "as_of": report["as_of"],
        **told,
    }


def utc(value: Any) -> Any:
    """What JSON makes of a value of a table."""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(value, dict):
        return {name: utc(item) for name, item in value.items()}
    return [utc(item) for item in value] if isinstance(value, list) else value


def test_instants_and_weeks_of_parquet_are_read_by_duckdb(folder: Path) -> None:
    import duckdb

    file = folder / "measures.parquet"
    assert run(folder, "--window", "10d", "--format", f"parquet:{file}") == 0
    db = duckdb.connect()
    db.execute("SET TimeZone = 'America/New_York'")
    rows = db.execute(
        "SELECT typeof(as_of), epoch_us(as_of), epoch_us(w.start), epoch_us(w.end) "
        "FROM (SELECT as_of, unnest(weeks) AS w FROM read_parquet(?)) ORDER BY ALL",
        [str(file)],
    ).fetchall()
    as_of, day = 1_795_219_200_000_000, 86_400_000_000  # the end of the export
    zoned = "TIMESTAMP WITH TIME ZONE"
    assert rows == [
        (zoned, as_of, as_of - 10 * day, as_of - 7 * day),
        (zoned, as_of, as_of - 7 * day, as_of),
    ]


def test_a_window_replaces_that_of_the_objective(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "--format", "json", "--window", "7d") == 0
    (found,) = json.loads(capsys.readouterr().out)["measures"]
    assert found["window_seconds"] == 7 * 86_400
    assert found["n"] < 48


def test_charts_and_a_page_that_shows_them(folder: Path) -> None:
    charts = folder / "charts"
    assert run(folder, "--charts", str(charts)) == 0
    names = sorted(path.name for path in charts.iterdir())
    assert names == [
        "index.html",
        "it-ops.it-help.helpdesk.first_response.attainment.svg",
        "it-ops.it-help.helpdesk.first_response.waiting.svg",
        "it-ops.it-help.helpdesk.hours.svg",
        "it-ops.it-help.helpdesk.load.svg",
        "overview.svg",
    ]
    page = (charts / "index.html").read_text("utf-8")
    assert page.count("<img ") == 5
    assert "half were answered within 10m" in page
    met, _ = in_time()
    assert f"<td><bdi>{met} of 48</bdi></td>" in page
    assert '<p class="verdict bad">1 promise: 1 fail.</p>' in page
    hours = (charts / "it-ops.it-help.helpdesk.hours.svg").read_text("utf-8")
    assert "up to Sat 2026-11-21 00:00Z" in hours


def test_hours_in_which_few_people_ask_are_not_shown(folder: Path) -> None:
    """They would tell when each of them is at work."""
    for path in (folder / "export" / "it-help").iterdir():
        path.write_text(path.read_text("utf-8").replace('"U94"', '"U93"'), "utf-8")
    charts = folder / "charts"
    assert run(folder, "--charts", str(charts)) == 0
    assert not (charts / "it-ops.it-help.helpdesk.load.svg").exists()
    hours = fromstring((charts / "it-ops.it-help.helpdesk.hours.svg").read_bytes())[1].text or ""
    assert hours == (
        "48 requests in 4 weeks, all but deleted ones; "
        "not shown: fewer than 5 people asked, and hours would tell of each"
    )
    assert "fewer than 5 people asked" in (charts / "index.html").read_text("utf-8")


def test_what_cannot_be_measured_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = PLAN.replace('members: ["person:alice"]', "slack_usergroup: S1")
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    assert run(folder, "--format", "json") == 4
    report = json.loads(capsys.readouterr().out)
    schema = json.loads((ROOT / "schemas/v1/measures.schema.json").read_text("utf-8"))
    jsonschema.validate(report, schema)
    assert report["measures"] == []
    (gap,) = report["unmeasured"]
    assert gap["pointer"] == "/slas/helpdesk/applies/channel"
    assert (gap["line"], gap["column"]) == (8, 24)
    assert run(folder, "--charts", str(folder / "charts")) == 4
    told = capsys.readouterr().out.partition("not measured:\n")[2].splitlines()
    reason = "the members of group:it-ops are not known: Slack exports do not have it"
    assert told[0].endswith(f"plan.yaml:8:24: #it-help: {reason}")
    assert told[2] == "nothing was measured; 1 could not be measured"
    assert reason in (folder / "charts" / "index.html").read_text("utf-8")


def test_a_channel_that_is_not_there_is_not_measured(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "plan.yaml").write_text(PLAN.replace("slack: C1,", "slack: C7,"), encoding="utf-8")
    assert run(folder) == 4
    assert ": #it-help (C7) is not in this workspace\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ("17d", "it takes about "),
        ("1h", "there were no requests"),
        ("364d", "not all of the window is known"),
    ],
)
def test_why_nothing_can_be_told_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], window: str, expected: str
) -> None:
    assert run(folder, "--window", window) == 0
    lines = capsys.readouterr().out.splitlines()
    (told,) = (line.strip() for line in lines if line.startswith("    inconclusive"))
    assert told.startswith(f"inconclusive: {expected}")
    assert lines[-1] == "1 promise: 1 inconclusive"


def channels(folder: Path, *names: str) -> None:
    """The same messages in several channels, and a plan that promises the same in each."""
    export = folder / "export"
    told: list[dict[str, Any]] = [
        {"id": f"C{number}", "name": f"help-{number}", "created": 1_700_000_000}
        for number in range(1, len(names) + 1)
    ]
    (export / "channels.json").write_text(json.dumps(told), encoding="utf-8")
    for one in told[1:]:
        (export / one["name"]).mkdir()
        for path in (export / "it-help").iterdir():
            if path.name <= f"2026-11-{8 + 2 * int(one['id'][1:]):02}":
                (export / one["name"] / path.name).write_bytes(path.read_bytes())
    (export / "it-help").rename(export / "help-1")
    quoted = [json.dumps(name, ensure_ascii=False) for name in names]
    declared = "\n".join(
        f"  c{number}: {{kind: slack, slack: C{number}, name: {name}, "
        'intake: {responders: "group:it-ops"}}'
        for number, name in enumerate(quoted, 1)
    )
    ids = ", ".join(f"c{number}" for number in range(1, len(names) + 1))
    plan = PLAN.replace("{channel: it-help}", f"{{channel: [{ids}]}}").replace(
        '  it-help: {kind: slack, slack: C1, intake: {responders: "group:it-ops"}}', declared
    )
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")


@pytest.mark.parametrize(
    ("instead_of", "written", "told", "counts"),
    [
        (
            'members: ["person:alice"]',
            'slack_usergroup: S1, members: ["person:alice"]',
            None,
            (1, 0),
        ),
        (
            "slack: U1,",
            "slack: U7,",
            "  of group:it-ops, whose answers count, the one account is not in this workspace",
            (1, 1),
        ),
        (
            'members: ["person:alice"]',
            'members: ["person:alice", "person:bob"]',
            "  of group:it-ops, whose answers count, 1 of 2 accounts is not in this workspace",
            (2, 1),
        ),
        (
            'intake: {responders: "group:it-ops"}',
            'intake: {responders: "role:desk"}',
            "  nobody's answers count here: role:desk is nobody",
            (0, 0),
        ),
        (
            ', intake: {responders: "group:it-ops"}',
            "",
            "  nobody's answers count here: it has neither responders nor an owner",
            (0, 0),
        ),
    ],
)
def test_whose_answers_count_is_told_where_figures_would_mislead(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    instead_of: str,
    written: str,
    told: str | None,
    counts: tuple[int, int],
) -> None:
    others = "    bob: {name: Bob Ito, slack: U8}\n  roles:\n    desk: {holders: []}\n  groups:\n"
    plan = PLAN.replace("  groups:\n", others).replace(instead_of, written)
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    assert run(folder, "--format", "text", "--format", "json:" + str(folder / "out.json")) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[3].startswith("  promised ") if told is None else lines[3] == told
    (found,) = json.loads((folder / "out.json").read_text(encoding="utf-8"))["measures"]
    assert (found["responders"], found["responders_absent"]) == counts


def test_the_worst_come_first(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    channels(folder, "a", "b", "c")
    assert run(folder) == 0
    told = capsys.readouterr().out
    shown = [line.split(",")[0] for line in told.splitlines() if line.startswith("#")]
    assert sorted(shown) == ["#a", "#b", "#c"]
    verdicts = [line.split()[-1] for line in told.splitlines() if "  first_response" in line]
    order = ["fail", "inconclusive", "pass"]
    assert verdicts == sorted(verdicts, key=order.index)
    assert verdicts[0] == "fail"
    assert "inconclusive" in verdicts
    assert shown != sorted(shown)


HOSTILE = "evil\x1b[31m\u202e$x_1$<b>&\n::error::forged"


LETTER_OF_NO_FONT = "\N{EGYPTIAN HIEROGLYPH A001}"


def test_hostile_names_do_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    channels(folder, HOSTILE, "問い合わせ" * 8 + LETTER_OF_NO_FONT)
    assert run(folder, "--charts", str(folder / "charts")) == 0
    told = capsys.readouterr()
    assert "#evil\\x1b[31m\\u202e$x_1$<b>&\\n::error::forged" in told.out
    assert "no font" not in told.err  # readers of SVG may have one
    for path in (folder / "charts").glob("*.svg"):
        fromstring(path.read_bytes())
    page = (folder / "charts" / "index.html").read_text("utf-8")
    assert ">#evil\\x1b[31m\\u202e$x_1$&lt;b&gt;&amp;\\n::error::forged</bdi></h2>" in page
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tags = {element.tag for element in parser.parse(page).iter()}
    assert not tags & {"b", "script", "iframe", "object"}


def test_pictures_in_the_page_are_those_in_the_folder(folder: Path) -> None:
    channels(folder, HOSTILE + "'\"%27#?", "b")
    for kind, told in (("svg", "image/svg+xml"), ("png", "image/png")):
        charts = folder / kind
        assert run(folder, "--charts", str(charts), "--chart-format", kind) == 0
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        page = parser.parse((charts / "index.html").read_bytes())
        shown = set()
        for image in page.iter("img"):
            assert image.attrib["alt"]
            with urllib.request.urlopen(image.attrib["src"]) as found:
                assert found.headers.get_content_type() == told
                shown.add(found.read().strip())
        assert shown == {path.read_bytes().strip() for path in charts.glob(f"*.{kind}")}
        policy = page.find(".//meta[@http-equiv]").attrib["content"]
        assert "default-src 'none'" in policy
        assert "img-src data:" in policy


def test_what_fails_is_named_at_the_end(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    channels(folder, *"abcdefg")
    assert run(folder) == 0
    *_, last = lines = capsys.readouterr().out.splitlines()
    named = [line for line in lines if line.startswith("fail: ")]
    fail = sum(line.endswith("  fail") for line in lines)
    assert last.startswith(f"7 promises: {fail} fail, ")
    assert fail > 5
    assert named[5:] == [f"fail: {fail - 5} more"]
    assert all(" first_response 30m, " in line for line in named[:5])
    assert lines[-7:-1] == named


def test_letters_that_no_font_has_are_told_where_pictures_are_drawn(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    channels(folder, f"x{LETTER_OF_NO_FONT}")
    assert run(folder, "--charts", str(folder / "charts"), "--chart-format", "png") == 0
    note = f"commplan: note: no font here has {LETTER_OF_NO_FONT}, drawn as boxes; "
    assert note in capsys.readouterr().err


def test_charts_that_cannot_be_drawn_or_kept_are_told_before_anything_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "begin", None)
    assert run(folder, "--charts", str(folder / "plan.yaml" / "charts")) == 2
    assert "plan.yaml/charts: cannot be written: Not a directory" in capsys.readouterr().err
    monkeypatch.setattr("commplan.cli.measure_charts.find_spec", lambda name: None)
    assert run(folder, "--charts", str(folder / "charts")) == 2
    assert "pip install 'commplan[charts]'" in capsys.readouterr().err


def test_charts_show_what_json_says_and_leave_it_json(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    charts = folder / "charts"
    assert run(folder, "--format", "json", "--window", "17d", "--charts", str(charts)) == 0
    said = capsys.readouterr()
    assert said.err.startswith("wrote 5 charts and ")
    (told,) = json.loads(said.out)["measures"]
    start = "it-ops.it-help.helpdesk"

    def words(name: str) -> str:
        return fromstring((charts / f"{name}.svg").read_bytes())[1].text or ""

    weeks = words(f"{start}.first_response.attainment")
    for week in told["weeks"]:
        n = week["met"] + week["missed"]
        assert (f" from {week['start'][:10]}: {week['met']} of {n} in time" in weeks) == (n > 0)
    assert f"{told['met']} of {told['n']} requests within {told['promised']}" in weeks
    asked = sum(told[name] for name in ("n", "pending", "withdrawn", "unknown"))
    assert words(f"{start}.hours").startswith(f"{asked} requests in 2.43 weeks")
    median, p90 = (round(told[f"{name}_seconds"] / 60) for name in ("median", "p90"))
    assert f"median {median}m, P90 {p90}m" in words(f"{start}.first_response.waiting")
    assert f": {told['met']} of {told['n']} in time" in words("overview")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("slas:", "slas: [1"), ": is no plan that can be read: expected ',' or ']'"),
        (("clock:", "clok:"), ":9:5: is no valid plan: unknown key 'clok'"),
    ],
)
def test_a_plan_that_is_not_valid_is_no_good_news(
    folder: Path, capsys: pytest.CaptureFixture[str], change: tuple[str, str], reason: str
) -> None:
    (folder / "plan.yaml").write_text(PLAN.replace(*change), encoding="utf-8")
    assert run(folder) == 4
    told = capsys.readouterr().out
    assert reason in told
    assert told.endswith("\nnothing was measured; 1 could not be measured\n")
    assert run(folder, "--format", "json") == 4
    report = json.loads(capsys.readouterr().out)
    schema = json.loads((ROOT / "schemas/v1/measures.schema.json").read_text("utf-8"))
    jsonschema.validate(report, schema)
    assert report["unmeasured"][0]["plan"] is None


def test_a_plan_without_promises_has_nothing_to_measure(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start, _, _ = PLAN.partition("slas:")
    (folder / "plan.yaml").write_text(
        start.replace(', intake: {responders: "group:it-ops"}', ""), encoding="utf-8"
    )
    assert run(folder) == 0
    assert capsys.readouterr().out.endswith("\nnothing to measure: no SLA promises a time\n")


@pytest.mark.parametrize("window", ["0d", "5bd", "84", "soon", ""])
def test_a_window_is_a_length(
    folder: Path, window: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "--window", window) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "--window: expected a length of more than nothing, such as 84d or 3mo, found " in line


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "parquet"], "give it a file"),
        (["--format", "jsn"], "did you mean 'json'"),
        (["--window", "2bd"], "--window"),
        (["--select", "SLA4"], "measure judges nothing"),
        (["--format", "text", "--format", "json"], "only one format"),
    ],
)
def test_what_is_asked_for_wrongly(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert run(folder, *words) == 2
    assert said in capsys.readouterr().err


def test_without_plans_there_is_nothing_to_measure(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "empty").mkdir()
    words = ("--workspace", f"export:{folder / 'export'}", str(folder / "empty"))
    assert main(["measure", *words]) == 3
    assert "no plan file found" in capsys.readouterr().err


def test_without_the_extra_it_says_what_to_install(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "can_measure", lambda: False)
    assert run(folder) == 2
    assert "pip install 'commplan[measure]'" in capsys.readouterr().err


def test_a_workspace_that_cannot_be_read_is_not_green(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-test")
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/")
    assert main(["measure", "--max-time", "1", str(folder / "plan.yaml")]) == 4
    assert "incomplete:\n  reading " in capsys.readouterr().out


def test_spark_that_is_not_installed_is_told_before_anything_is_read(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    assert run(folder, "--engine", "spark") == 2
    assert "pip install 'commplan[spark]'" in capsys.readouterr().err


def test_file_names_are_short_enough_and_differ_on_every_system(folder: Path) -> None:
    plan = PLAN.replace("id: it-ops,", f"id: {'窓' * 120},").replace("it-help:", "ＩＴ..help:")
    (folder / "plan.yaml").write_text(plan.replace("channel: it-help", "channel: ＩＴ..help"))
    charts = folder / "charts"
    assert run(folder, "--charts", str(charts)) == 0
    names = [path.name for path in charts.iterdir()]
    assert len(names) == len({name.casefold() for name in names}) == 6
    assert max(len(name.encode()) for name in names) <= 210
