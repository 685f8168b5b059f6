"""Charts are files that people look at: valid, the same every time, and told in words."""

from __future__ import annotations

import io
import itertools

import pytest
from defusedxml.ElementTree import fromstring

from commplan.charts import (
    Picture,
    WeekShare,
    attainment_chart,
    load_chart,
    rhythm_chart,
    waiting_chart,
)
from commplan.errors import MissingExtraError
from commplan.statistics import OpenStep

WEEK = 604_800_000_000
MONDAY = 1_790_553_600_000_000
HOSTILE = r"#it<help> $\frac{1}{0}$ & \"x\" ]]> 日本"

QUIET = [[0] * 24 for _ in range(7)]


def week(number: int, n: int, met: int) -> WeekShare:
    return WeekShare(MONDAY + number * WEEK, n, met, met / n - 0.1, min(1.0, met / n + 0.1))


def attainment(title: str = "t") -> Picture:
    return attainment_chart(title, "small", [week(0, 20, 18), week(1, 10, 5), week(3, 8, 8)], 0.9)


def waiting(title: str = "t") -> Picture:
    steps = [OpenStep(60.0, 0.6, 0.4, 0.8), OpenStep(600.0, 0.05, 0.0, 0.2)]
    return waiting_chart(title, "small", steps, [300.0], 1800.0)


def rhythm(title: str = "t") -> Picture:
    counts = [row[:] for row in QUIET]
    counts[4][9] = 7
    return rhythm_chart(title, "small", counts, [[1.0] * 24 for _ in range(7)])


def load(title: str = "t") -> Picture:
    arrivals = [2.0 if hour == 33 else 0.0 for hour in range(168)]
    return load_chart(title, "small", arrivals, [0.0] * 168)


ALL = [attainment, waiting, rhythm, load]


@pytest.mark.parametrize("made", ALL)
def test_an_svg_is_xml_with_title_and_words(made) -> None:
    picture = made(HOSTILE)
    root = fromstring(picture.written("svg"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    texts = [element.text or "" for element in root.iter()]
    assert HOSTILE in texts
    assert picture.words in texts


@pytest.mark.parametrize("made", ALL)
def test_the_same_values_make_the_same_bytes(made) -> None:
    assert made().written("svg") == made().written("svg")
    assert made().written("png") == made().written("png")


@pytest.mark.parametrize("made", ALL)
def test_a_png_has_something_on_it(made) -> None:
    from PIL import Image

    image = Image.open(io.BytesIO(made().written("png"))).convert("RGB")
    assert image.width > 1000
    assert len(set(itertools.islice(image.get_flattened_data(), 0, None, 7))) > 10


def test_weeks_without_requests_break_the_line() -> None:
    assert attainment().words == (
        "week of 2026-09-28: 18 of 20 in time (90 %, 95 % interval 80 to 100 %); "
        "week of 2026-10-05: 5 of 10 in time (50 %, 95 % interval 40 to 60 %); "
        "week of 2026-10-19: 8 of 8 in time (100 %, 95 % interval 90 to 100 %); objective 90 %"
    )


def test_the_curve_is_told_in_words() -> None:
    assert waiting().words == (
        "half were answered within 10m; nine of ten were answered within 10m; "
        "5 % were open after the promised 30m"
    )


def test_the_busiest_hour_is_told() -> None:
    days = "Mon 0, Tue 0, Wed 0, Thu 0, Fri 7, Sat 0, Sun 0"
    assert rhythm().words == f"7 requests: {days}; most come Fri 09:00 to 10:00 (7)"


def test_hours_that_nobody_covers_are_told() -> None:
    assert load().words.endswith("100 % of the requests come while nobody is")


@pytest.mark.parametrize(
    "made",
    [
        lambda: attainment_chart("t", "s", [], None),
        lambda: waiting_chart("t", "s", [], [], None),
        lambda: rhythm_chart("t", "s", QUIET),
        lambda: load_chart("t", "s", [0.0] * 168, [0.0] * 168),
    ],
)
def test_nothing_to_show_is_shown(made) -> None:
    assert b"<svg" in made().written("svg")


def test_without_matplotlib_it_says_what_to_install(monkeypatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'commplan\[charts\]'"):
        attainment()
