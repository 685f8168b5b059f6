"""The templates and records beside the complete plan are as the plan declares them."""

import csv
import re
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from commplan.api import load_file
from commplan.schema import is_valid

FOLDER = Path(__file__).parents[2] / "plans" / "it-ops"
PLAN: Any = load_file(str(FOLDER / "it-ops.yaml")).documents[0].value
TODAY = date(2026, 11, 21)
RECORDS = {
    "training": "training",
    "drills": "drills",
    "incidents": "incidents",
    "reviews": "reviews",
    "programmes": "reviews",
    "csat": "surveys",
    "engagement": "surveys",
}
"""File name to type of record."""


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / "evidence" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", PLAN["templates"])
def test_a_template_uses_its_fields_and_no_others(name: str) -> None:
    template = PLAN["templates"][name]
    text = (FOLDER / template["file"]).read_text("utf-8")
    used = re.findall(r"\{\{ (\w+) \}\}", text)
    assert set(used) == set(template["fields"])
    assert text.count("{{") == len(used)


@pytest.mark.parametrize("name", [n for n, t in PLAN["templates"].items() if "languages" in t])
def test_a_template_in_two_languages_says_everything_twice(name: str) -> None:
    template = PLAN["templates"][name]
    parts = (FOLDER / template["file"]).read_text("utf-8").split("\n---\n")
    assert len(parts) == len(template["languages"])
    for part in parts:
        assert set(re.findall(r"\{\{ (\w+) \}\}", part)) == set(template["fields"])


def test_no_template_lies_about_that_the_plan_does_not_name() -> None:
    named = {template["file"] for template in PLAN["templates"].values()}
    assert named == {f"templates/{path.name}" for path in FOLDER.glob("templates/*")}


def test_every_language_of_the_templates_has_a_lexicon() -> None:
    own = {f"lexicons/{path.name}" for path in FOLDER.glob("lexicons/*")}
    assert {*PLAN["protocols"]["tone"]["lexicons"]} == {"builtin/en", *own}
    written = {tag for t in PLAN["templates"].values() for tag in t.get("languages", ())}
    assert written == {"en", *(path.stem for path in FOLDER.glob("lexicons/*"))}


@pytest.mark.parametrize("name", RECORDS)
def test_records_have_the_columns_of_their_type(name: str) -> None:
    document = {
        "apiVersion": "commplan/v1",
        "kind": "Evidence",
        "metadata": {"id": "records"},
        "records": {RECORDS[name]: rows(name)},
    }
    assert rows(name)
    assert is_valid("evidence", document)


def test_every_file_of_records_is_named_by_the_plan() -> None:
    text = (FOLDER / "it-ops.yaml").read_text("utf-8")
    assert {path.stem for path in FOLDER.glob("evidence/*.csv")} == set(RECORDS)
    for name in RECORDS:
        assert f"evidence/{name}.csv" in text


def test_the_document_of_records_serves_the_plan_and_names_what_it_has() -> None:
    document = load_file(str(FOLDER / "evidence" / "records.yaml")).documents[0]
    assert document.get(("metadata", "plan")) == PLAN["metadata"]["id"]
    reviewed = {row["review"] for row in rows("reviews")}
    recorded: Any = document.get(("records",))
    assert {row["review"] for row in recorded["actions"]} <= reviewed
    for row in recorded["notifications"]:
        assert row["obligation"] in PLAN["obligations"]
        assert row["incident"] in {incident["id"] for incident in rows("incidents")}


def test_everybody_is_trained_for_what_their_turns_in_the_next_weeks_require() -> None:
    courses = PLAN["training"]["courses"]
    for person in PLAN["stakeholders"]["people"]:
        for course in courses:
            done = [
                date.fromisoformat(row["completed"])
                for row in rows("training")
                if (row["person"], row["course"]) == (person, course)
            ]
            years = int(courses[course]["valid"].removesuffix("mo")) // 12
            until = max(done).replace(year=max(done).year + years)
            assert until > TODAY + timedelta(weeks=8), (person, course)


def test_the_path_was_rehearsed_every_week_and_each_step_answered_in_time() -> None:
    waits = [
        int(step["ack_within"].removesuffix("m")) for step in PLAN["escalations"]["major"]["steps"]
    ]
    days = sorted({date.fromisoformat(row["date"]) for row in rows("drills")})
    assert TODAY - days[-1] <= timedelta(days=7)
    assert {b - a for a, b in pairwise(days)} == {timedelta(days=7)}
    assert len(rows("drills")) == len(days) * len(waits)
    for row in rows("drills"):
        notified, answered = (
            datetime.fromisoformat(row[key]) for key in ("notified_at", "acknowledged_at")
        )
        wait = timedelta(minutes=waits[int(row["level"]) - 1])
        assert notified < answered < notified + wait
        assert notified.date() == date.fromisoformat(row["date"])


def test_every_grave_incident_was_looked_back_on() -> None:
    reviewed = {row["review"]: row["done"] for row in rows("reviews")}
    grave = [row for row in rows("incidents") if row["severity"] in ("sev1", "sev2")]
    assert {row["id"] for row in grave} == set(reviewed)
    for row in grave:
        closed = date.fromisoformat(row["closed_at"][:10])
        assert closed < date.fromisoformat(reviewed[row["id"]]) <= closed + timedelta(days=7)
