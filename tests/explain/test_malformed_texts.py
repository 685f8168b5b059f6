"""Text of the wrong form: what it is not, and what its author most likely meant."""

from collections.abc import Callable
from typing import Any

import pytest

Mistake = Callable[[str, str, str | None], None]
STEP = "escalations:\n  major:\n    steps:\n    - notify: ['role:lead']\n      ack_within: "
KPI = "kpis:\n  answer:\n    "
HOURS = "calendars:\n  uk:\n    timezone: Europe/London\n    hours: {mon-fri: [09:00-17:00]}\n"
ROTATION = (
    "rotations:\n  watch:\n    timezone: Europe/London\n    shift: 1w\n    users: []\n    start: "
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("10 minutes", "10m"),
        ("90 min", "90m"),
        ("1h 30m", "1h30m"),
        ("1.5h", "1h30m"),
        ("0.5 h", "30m"),
        ("1 hour and 30 minutes", "1h30m"),
        ("15M", "15m"),
        ("PT15M", "15m"),
        ("P3D", "3d"),
        ("2 business days", "2bd"),
        ("3 months", "3mo"),
    ],
)
def test_a_duration_in_other_words(mistake: Mistake, text: str, meant: str) -> None:
    mistake(
        f"{STEP}«{text}»\n",
        f"'{text}' is not a valid duration; did you mean {meant!r}?",
        f"change it to {meant}",
    )


@pytest.mark.parametrize("text", ["hourly", "30m1h", "about 3h", "-5m", "P1M", "5x", "999999999w"])
def test_a_duration_that_means_nothing(mistake: Mistake, text: str) -> None:
    mistake(f"{STEP}«{text}»\n", f"'{text}' is not a valid duration", "write it like 5m")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026/9/4", "2026-09-04"),
        ("14.9.2026", "2026-09-14"),
        ("2026-9-14", "2026-09-14"),
    ],
)
def test_a_date_in_another_form(mistake: Mistake, text: str, meant: str) -> None:
    mistake(
        f"reviews:\n  plan:\n    last: «{text}»\n",
        f"'{text}' is not a valid date; did you mean {meant!r}?",
        f"change it to {meant}",
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-02-30", "February 2026 has 28 days"),
        ("2024-02-30", "February 2024 has 29 days"),
        ("2026-04-31", "April 2026 has 30 days"),
    ],
)
def test_a_date_that_does_not_exist(mistake: Mistake, text: str, why: str) -> None:
    mistake(
        f"reviews:\n  plan:\n    last: «{text}»\n", f"'{text}' is not a valid date: {why}", None
    )


@pytest.mark.parametrize("text", ["03/04/2026", "soon", "2026-13-01", "0000-01-01", "2026"])
def test_a_date_that_could_be_any(mistake: Mistake, text: str) -> None:
    mistake(
        f"reviews:\n  plan:\n    last: «'{text}'»\n",
        f"'{text}' is not a valid date",
        "write it like 2026-09-14",
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("9-17", "09:00-17:00"),
        ("9:00-17:30", "09:00-17:30"),
        ("9am-5pm", "09:00-17:00"),
        ("09:00 – 17:30", "09:00-17:30"),
        ("08.30 to 12.00", "08:30-12:00"),
    ],
)
def test_a_time_range_in_another_form(mistake: Mistake, text: str, meant: str) -> None:
    mistake(
        HOURS.replace("09:00-17:00", f"«'{text}'»"),
        f"'{text}' is not a valid time range; did you mean {meant!r}?",
        f'change it to "{meant}"',
    )


@pytest.mark.parametrize("text", ["09:00", "09:00-25:00", "24:00-08:00", "morning", "09:60-10:00"])
def test_a_time_range_that_is_none(mistake: Mistake, text: str) -> None:
    mistake(
        HOURS.replace("09:00-17:00", f"«'{text}'»"),
        f"'{text}' is not a valid time range",
        'write it like "09:00-17:30" or "22:00-07:00"',
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-01-05 9:00", "2026-01-05T09:00"),
        ("2026-01-05T09:00:00", "2026-01-05T09:00"),
    ],
)
def test_a_local_time_in_another_form(mistake: Mistake, text: str, meant: str) -> None:
    mistake(
        f"{ROTATION}«{text}»\n",
        f"'{text}' is not a valid local date and time; did you mean {meant!r}?",
        f'change it to "{meant}"',
    )


@pytest.mark.parametrize("text", ["2026-01-05", "2026-01-05T09:00Z", "2026-01-05T09:00+01:00"])
def test_a_zone_is_never_dropped_and_a_time_never_invented(mistake: Mistake, text: str) -> None:
    mistake(
        f"{ROTATION}«{text}»\n",
        f"'{text}' is not a valid local date and time",
        'write it like "2026-01-05T09:00"',
    )


PEOPLE = (
    "stakeholders:\n  people:\n    dana: {name: Dana}\n  groups:\n    desk: {members: [«%s»]}\n"
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("dana", "person:dana"),
        ("'@dana'", "person:dana"),
        ("user:dana", "person:dana"),
        ("desk", "group:desk"),
        ("grp:night-shift", "group:night-shift"),
        ("Person:dana", "person:dana"),
    ],
)
def test_a_reference_by_its_id_or_a_wrong_kind(mistake: Mistake, text: str, meant: str) -> None:
    mistake(
        PEOPLE % text,
        f"'{text.strip(chr(39))}' is not a valid reference; did you mean {meant!r}?",
        f'change it to "{meant}"',
    )


@pytest.mark.parametrize("text", ["nobody", "'role:'", "'a b'", "'x:y:z'"])
def test_a_reference_to_nothing(mistake: Mistake, text: str) -> None:
    mistake(
        PEOPLE % text,
        f"'{text.strip(chr(39))}' is not a valid reference",
        'write it like "person:alice" or "group:it-ops" or "role:comms-lead"',
    )


@pytest.mark.parametrize(
    ("fragment", "message", "advice"),
    [
        (
            KPI + "clock: «24/7»\n",
            "'24/7' is not a valid clock; did you mean '24x7'?",
            "change it to 24x7",
        ),
        (
            HOURS + "kpis:\n  answer:\n    clock: «uk»\n",
            "'uk' is not a valid clock; did you mean 'calendar:uk'?",
            'change it to "calendar:uk"',
        ),
        (
            "obligations: {breach: {deadline: 72h, clock: «business»}}\n",
            "'business' is not a valid clock of a deadline",
            'write it like calendar or "calendar:uk"',
        ),
        (
            KPI + "threshold: «30m»\n",
            "'30m' is not a valid threshold; did you mean '<=30m'?",
            'change it to "<=30m"',
        ),
        (
            KPI + "threshold: «'=> 4.2'»\n",
            "'=> 4.2' is not a valid threshold; did you mean '>=4.2'?",
            'change it to ">=4.2"',
        ),
        (
            KPI + "threshold: «below par»\n",
            "'below par' is not a valid threshold",
            'write it like "<=30m" or ">=4.2"',
        ),
        (
            KPI + "stat: «average»\n",
            "'average' is not a valid statistic; did you mean 'mean'?",
            "change it to mean",
        ),
        (
            KPI + "stat: «P95»\n",
            "'P95' is not a valid statistic; did you mean 'p95'?",
            "change it to p95",
        ),
        (
            "requests: {access: {automation: «'automation:form'»}}\n",
            "'automation:form' is not a valid id; did you mean 'form'?",
            "change it to form",
        ),
        (
            "stakeholders: {groups: {staff: {languages: [«en_GB»]}}}\n",
            "'en_GB' is not a valid language tag; did you mean 'en-GB'?",
            "change it to en-GB",
        ),
        (
            "programmes:\n  kb:\n    meeting: {days: «Tuesday», at: '09:00', duration: 30m}\n",
            "'Tuesday' is not a valid day or days of the week; did you mean 'tue'?",
            "change it to tue",
        ),
        (
            "programmes:\n  kb:\n    meeting: {days: tue, at: «9.30», duration: 30m}\n",
            "expected text (time of day), found the number 9.3",
            'write it like "09:30"',
        ),
        (
            "programmes:\n  kb:\n    meeting: {days: tue, at: «9:30», duration: 30m}\n",
            "'9:30' is not a valid time of day; did you mean '09:30'?",
            'change it to "09:30"',
        ),
        (
            "waivers: {w1: {rule: AVL204, at: «rotations.watch»}}\n",
            "'rotations.watch' is not a valid JSON pointer; did you mean '/rotations/watch'?",
            'change it to "/rotations/watch"',
        ),
        (
            "channels: {a: {kind: slack, publish: [«slo»]}}\n",
            "'slo' is not a valid published item; did you mean 'sla'?",
            "change it to sla",
        ),
        (
            "stakeholders: {people: {dana: {name: «''»}}}\n",
            "'name' is empty",
            "give it a value, such as Alice Ng, or leave it out",
        ),
        (
            "metadata: {id: x, owner: «'  '»}\n",
            "'owner' is empty",
            'give it a value, such as "role:it-ops-manager", or leave it out',
        ),
        (
            "channels: {a: {kind: slack, depends_on: [x, «''»]}}\n",
            "item 2 is empty",
            "give it a value, or leave it out",
        ),
    ],
)
def test_other_forms(told: Callable[[str], Any], fragment: str, message: str, advice: str) -> None:
    head = "apiVersion: commplan/v1\nkind: CommunicationPlan\n"
    said = told(head + ("" if "metadata" in fragment else "metadata: {id: x}\n") + fragment)
    assert said.messages == [message]
    assert said.texts == said.marked
    assert said.helps == [advice]


def test_a_megabyte_of_nearly_a_duration_is_refused_at_once(told: Callable[[str], Any]) -> None:
    said = told(
        "apiVersion: commplan/v1\nkind: CommunicationPlan\nmetadata: {id: x}\n"
        f"kpis: {{mttr: {{window: '{'9' * 1_000_000} x'}}}}\n"
    )
    assert said.messages == [f"'{'9' * 57}…' is not a valid duration"]


@pytest.mark.parametrize("horizon", ["0s", "0w", "9999w"])
def test_a_horizon_that_cannot_be_looked_at(told: Callable[[str], Any], horizon: str) -> None:
    said = told(
        "apiVersion: commplan/v1\nkind: CommunicationPlan\nmetadata: {id: x}\n"
        f"coverage: {{horizon: {horizon}}}\n"
    )
    assert said.messages == [
        f"{horizon!r} is not a valid horizon (more than nothing, less than a century)"
    ]
