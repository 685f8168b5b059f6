"""Charts are files that people look at: valid, the same every time, and told in words."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from defusedxml.ElementTree import fromstring

from commplan.charts import (
    Heading,
    Picture,
    Row,
    Waits,
    WeekShare,
    attainment_chart,
    load_chart,
    overview_chart,
    rhythm_chart,
    uncovered_share,
    waiting_chart,
    withheld_chart,
)
from commplan.errors import MissingExtraError
from commplan.statistics import OpenStep

WEEK = 604_800_000_000
DAY = WEEK // 7
MONDAY = 1_790_553_600_000_000
HOSTILE = r"<b> $\frac{1}{0}$ & \"x\" ]]> font-family: 'Other'; 日本"
"""What XML, TeX and CSS would stumble over."""
CONTROLS = "\x1b[1m\x00\u202e\n\ud800"
"""What a terminal would stumble over, or no file can hold."""
ESCAPED = r"\x1b[1m\x00\u202e\n\ud800"
SVG = "{http://www.w3.org/2000/svg}"

QUIET = [[0] * 24 for _ in range(7)]


def week(number: int, n: int, met: int, days: int = 7) -> WeekShare:
    end = MONDAY + (number + 1) * WEEK
    share = met / n if n else 0.5
    low, high = max(0.0, share - 0.1), min(1.0, share + 0.1)
    return WeekShare(end - days * DAY, end, days == 7, n, met, low, high)


WEEKS = [week(0, 4, 3, days=2), week(1, 20, 18), week(2, 0, 0), week(3, 8, 8)]
WAITS = Waits(
    [OpenStep(60.0, 0.6, 0.4, 0.8), OpenStep(600.0, 0.05, 0.0, 0.2)],
    [60.0] * 8 + [600.0] * 11,
    [300.0],
    1800.0,
)


def attainment(title: str = "t", figures: str = "figures") -> Picture:
    return attainment_chart(Heading(title, figures, "small"), WEEKS, 0.9)


def waiting(title: str = "t", figures: str = "figures") -> Picture:
    return waiting_chart(Heading(title, figures, "small"), WAITS)


def rhythm(title: str = "t", figures: str = "figures") -> Picture:
    counts = [row[:] for row in QUIET]
    counts[4][9] = 7
    within = [[1.0] * 24 for _ in range(6)] + [[0.0] * 24]
    return rhythm_chart(Heading(title, figures, "small"), counts, "Europe/London", within)


def load(title: str = "t", figures: str = "figures") -> Picture:
    arrivals = [2.0 if hour == 33 else 0.0 for hour in range(168)]
    return load_chart(Heading(title, figures, "small"), arrivals, [0.0] * 168, "Europe/London")


def overview(title: str = "t", figures: str = "figures") -> Picture:
    rows = [
        Row("#it-help", "first_response 30m, desk", 9, 8, 0.52, 1.0, 0.9, "inconclusive"),
        Row("#ops", "resolve 4h, desk", 0, 0, 0.0, 1.0, None, "no objective"),
    ]
    return overview_chart(Heading(title, figures, "small"), rows)


def withheld(title: str = "t", figures: str = "figures") -> Picture:
    return withheld_chart(Heading(title, figures, "small"), "not shown: too few people")


ALL = [attainment, waiting, rhythm, load, overview, withheld]


def texts(picture: Picture) -> list[str]:
    """What is written in a picture."""
    return texts_of(picture.written("svg"))


def texts_of(svg: bytes) -> list[str]:
    return [element.text or "" for element in fromstring(svg).iter(f"{SVG}text")]


@cache
def usual(made: Callable[..., Picture], form: str = "svg") -> bytes:
    """A chart of the usual values, drawn once for all tests that only look at it."""
    return made().written(form)


@pytest.mark.parametrize("made", ALL)
def test_an_svg_is_xml_with_title_and_words_whatever_they_hold(
    made: Callable[..., Picture],
) -> None:
    picture = made(HOSTILE + CONTROLS)
    root = fromstring(picture.written("svg"))
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert [root[0].tag, root[0].text] == [f"{SVG}title", HOSTILE + ESCAPED]
    assert [root[1].tag, root[1].text] == [f"{SVG}desc", picture.words]
    shown = list(root.iter(f"{SVG}text"))
    lines = " ".join(element.text or "" for element in shown)
    assert HOSTILE + ESCAPED in lines
    assert root.get("font-family") == "'DejaVu Sans', Verdana, sans-serif"
    assert not any("font-family" in element.get("style", "") for element in shown)
    assert picture.title == HOSTILE + ESCAPED


@pytest.mark.parametrize("made", ALL)
def test_an_svg_refers_to_nothing_outside(made: Callable[..., Picture]) -> None:
    data = usual(made).decode()
    assert "<!DOCTYPE" not in data
    known = set(re.findall(r' id="([^"]+)"', data))
    links = re.findall(r'(?:xlink:)?href="([^"]*)"', data)
    inside = {link for link in links if not link.startswith("data:image/png;base64,")}
    assert inside == {f"#{name}" for name in known if f"#{name}" in inside}
    assert set(re.findall(r"url\(#([^)]+)\)", data)) <= known


@pytest.mark.parametrize("made", ALL)
def test_the_same_values_make_the_same_bytes(made: Callable[..., Picture]) -> None:
    assert made().written("svg") == usual(made)
    assert made().written("png") == usual(made, "png")


@pytest.mark.parametrize("made", ALL)
def test_a_png_has_something_on_it(made: Callable[..., Picture]) -> None:
    from PIL import Image

    image = Image.open(io.BytesIO(usual(made, "png"))).convert("RGB")
    assert image.width > 1000
    assert len(set(itertools.islice(image.get_flattened_data(), 0, None, 7))) > 10


def test_a_png_says_what_it_shows_and_has_the_colours_that_were_drawn() -> None:
    from PIL import Image

    picture = overview("日本 <x>")
    image = Image.open(io.BytesIO(picture.written("png")))
    assert image.text["Title"] == "日本 <x>"
    assert image.text["Description"] == picture.words
    assert image.mode == "P"
    file = io.BytesIO()
    picture._figure.savefig(file, format="png", dpi=144)
    drawn = np.asarray(Image.open(file).convert("RGB"), dtype=int)
    shown = np.asarray(image.convert("RGB"), dtype=int)
    assert shown.shape == drawn.shape
    assert np.abs(shown - drawn).max() < 20


def test_letters_that_no_font_has_are_known() -> None:
    picture = overview("a \N{EGYPTIAN HIEROGLYPH A001} b")
    picture.written("svg")
    assert picture.missing == ""  # readers may have one
    picture.written("png")
    assert picture.missing == "\N{EGYPTIAN HIEROGLYPH A001}"


def test_long_headings_take_more_lines() -> None:
    title = "#" + "a-very-long-name-" * 8
    written = [text for text in texts(overview(title)) if "name" in text]
    assert len(written) == 3
    assert "".join(written) == title
    wide = "窓口" * 40
    assert max(len(text) for text in texts(overview(wide)) if "窓" in text) == 34


def test_weeks_without_requests_and_cut_weeks_are_told() -> None:
    assert attainment().words == (
        "figures; part of a week from 2026-10-03: 3 of 4 in time (75 %, 95 % interval 65 to 85 %); "
        "week from 2026-10-05: 18 of 20 in time (90 %, 95 % interval 80 to 100 %); "
        "week from 2026-10-19: 8 of 8 in time (100 %, 95 % interval 90 to 100 %); "
        "1 week without any; objective 90 %"
    )


def lines(picture: Picture) -> list[Any]:
    """The lines that join points of the first plot."""
    return [line for line in picture._figure.axes[0].lines if len(line.get_xdata()) > 1]


def test_the_line_is_broken_where_nothing_is_known() -> None:
    joined = [list(map(float, line.get_ydata())) for line in lines(attainment())]
    assert [75.0, 90.0] in joined
    assert [75.0, 90.0, 100.0] not in joined


def test_boxes_are_the_intervals_and_as_wide_as_their_weeks() -> None:
    (axes, counts) = attainment()._figure.axes
    boxes = [
        (round(box.get_y()), round(box.get_height()), round(box.get_width(), 6))
        for box in axes.patches
    ]
    assert boxes == [(65, 20, 2.0), (80, 20, 7.0), (90, 10, 7.0)]
    assert [bool(box.get_hatch()) for box in axes.patches] == [True, False, False]
    assert [bar.get_height() for bar in counts.patches] == [4, 20, 0, 8]


def test_signs_are_explained_where_they_are_used() -> None:
    small = " ".join(texts_of(usual(attainment)))
    for sign in ("box: 95 % interval", "hollow: fewer than 5", "hatched: the window cuts"):
        assert sign in small
    plain = " ".join(texts(attainment_chart(Heading("t"), [week(0, 20, 18)], None)))
    assert "hollow" not in plain
    assert "hatched" not in plain


def test_weeks_of_which_all_is_below_the_objective_are_marked_and_explained() -> None:
    weeks = [week(0, 20, 12), week(1, 20, 17), week(2, 0, 0)]
    picture = attainment_chart(Heading("t"), weeks, 0.9)
    colours = [box.get_facecolor() for box in picture._figure.axes[0].patches]
    assert len(set(colours)) == 2  # 60 % and at most 70 % in time; 85 % and at most 95 %
    assert any("outlined in orange: all of it below" in text for text in texts(picture))
    unpromised = attainment_chart(Heading("t"), weeks, None)
    assert len({box.get_facecolor() for box in unpromised._figure.axes[0].patches}) == 1
    assert not any("orange" in text for text in texts(unpromised))


@pytest.mark.parametrize("made", ALL)
def test_long_figures_stay_on_the_paper(made: Callable[..., Picture]) -> None:
    picture = made(figures="wide words, more of them " * 8)
    figure = picture._figure
    figure.draw_without_rendering()
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert sum("wide" in title for title in titles) == 1
    for axes in figure.axes:
        box = axes._left_title.get_window_extent()
        assert box.x1 <= figure.bbox.width


def test_an_axis_that_does_not_begin_at_nothing_says_so() -> None:
    assert "(axis begins at 70)" in texts(attainment_chart(Heading("t"), [week(0, 20, 18)], 0.9))
    never = attainment_chart(Heading("t"), [week(0, 20, 18)], 0.0)
    assert not any("axis begins" in one for one in texts(never))


@pytest.mark.parametrize("number", [1, 5, 13, 30, 53, 104])
def test_dates_and_numbers_have_room(number: int) -> None:
    weeks = [week(place, 1000 + place, 900) for place in range(number)]
    picture = attainment_chart(Heading("t"), weeks, 0.9)
    written = texts(picture)
    dates = [text for text in written if text[:2].isdigit() and text[3:].isalpha()]
    assert 0 < len(dates) <= 12
    shown = sum(f"{1000 + place:,}" in written for place in (0, number - 1))
    assert shown == (2 if number <= 30 else 0)


def test_the_curve_is_told_in_words() -> None:
    assert waiting().words == (
        "figures; half were answered within 10m; nine of ten were answered within 10m; "
        "5 % were open after the promised 30m; 1 still open when last seen"
    )


def test_the_curve_goes_on_to_the_last_that_was_seen() -> None:
    steps = [OpenStep(60.0, 0.5, 0.1, 0.9)]
    picture = waiting_chart(Heading("t"), Waits(steps, [60.0], [86_400.0], 1800.0))
    curve = next(line for line in lines(picture) if line.get_drawstyle() == "steps-post")
    assert (curve.get_xdata()[-1], curve.get_ydata()[-1]) == (86_400.0, 50.0)


def test_of_what_never_ended_the_curve_stays_up() -> None:
    picture = waiting_chart(Heading("t"), Waits([], [], [60.0, 7200.0], 1800.0))
    curve = next(line for line in lines(picture) if line.get_drawstyle() == "steps-post")
    assert set(curve.get_ydata()) == {100.0}
    assert picture.words == "2 still open, none was answered"


def test_until_something_ends_the_band_is_that_of_a_share() -> None:
    steps = [OpenStep(300.0, 0.75, 0.128, 0.961)]
    waits = Waits(steps, [300.0], [600.0, 600.0, 600.0], 1800.0)
    (band,) = waiting_chart(Heading("t"), waits)._figure.axes[0].collections
    first = band.get_paths()[0].vertices
    assert {round(y, 1) for x, y in first if x < 300} == {39.8, 100.0}  # 0.025 ** (1 / 4)


@pytest.mark.parametrize("longest", [3.0, 150.0, 900.0, 9000.0, 90_000.0, 900_000.0])
def test_there_are_some_times_on_the_axis(longest: float) -> None:
    waits = Waits([OpenStep(longest, 0.0, 0.0, 0.6)], [longest] * 4, [], longest)
    axes = waiting_chart(Heading("t"), waits)._figure.axes[0]
    assert len(axes.get_xticks()) >= 2


def test_the_latest_open_requests_are_marked_however_many_there_are() -> None:
    many = [float(second) for second in range(1, 100_000, 7)]
    picture = waiting_chart(Heading("t"), Waits([], [], many, None))
    marks = next(line for line in picture._figure.axes[0].lines if line.get_marker() == "|")
    assert len(marks.get_xdata()) <= 251
    assert max(marks.get_xdata()) == max(many)


def test_each_time_has_the_number_of_requests_that_it_rests_on() -> None:
    assert [text for text in texts_of(usual(waiting)) if text.isdigit()][:2] != []
    assert WAITS.followed(60.0) == 20
    assert WAITS.followed(61.0) == 12
    assert WAITS.followed(601.0) == 0


@pytest.mark.parametrize("target", [1.0, 86_400.0 * 400])
def test_a_promise_at_an_edge_stays_on_the_paper(target: float) -> None:
    picture = waiting_chart(Heading("t"), WAITS._replace(target=target))
    figure = picture._figure
    figure.draw_without_rendering()
    (told,) = (t for t in figure.axes[0].texts if t.get_text().startswith("promised"))
    box = told.get_window_extent()
    assert box.x0 >= 0
    assert box.x1 <= figure.bbox.width


def test_the_busiest_hour_is_told() -> None:
    days = "Mon 0, Tue 0, Wed 0, Thu 0, Fri 7, Sat 0, Sun 0"
    assert rhythm().words == f"figures; {days}; most come Fri 09:00 to 10:00 Europe/London (7)"


def test_hours_are_told_at_their_edges_and_in_their_zone() -> None:
    written = texts_of(usual(rhythm))
    assert {"00", "12", "24"} <= {*written}
    assert "hour of the day in Europe/London; hatched: the clock stands still" in written


def test_large_numbers_fit_their_cells() -> None:
    counts = [[123_456] * 24 for _ in range(7)]
    assert "123k" in texts(rhythm_chart(Heading("t"), counts, "UTC"))


def test_hours_that_nobody_covers_are_told() -> None:
    assert load().words.endswith("100 % of the requests come while nobody is")
    assert any("hatched: requests come" in text for text in texts_of(usual(load)))


def test_the_share_that_nobody_covers_is_that_of_requests_not_of_hours() -> None:
    arrivals, available = [0.0] * 168, [0.0] * 168
    arrivals[9], arrivals[33], available[9] = 3.0, 1.0, 2.0
    assert uncovered_share(arrivals, available) == 0.25
    assert uncovered_share([0.0] * 168, available) is None


def test_a_long_place_leaves_room_for_its_promise() -> None:
    rows = [Row("#" + "x" * 80, "first_response 30m, desk", 9, 8, 0.52, 1.0, 0.9, "pass")]
    (label,) = (text for text in texts(overview_chart(Heading("t"), rows)) if "…" in text)
    assert label.endswith("… first_response 30m, desk")
    assert len(label) == 48


@pytest.mark.parametrize(
    "made",
    [
        lambda: attainment_chart(Heading("t"), [], None),
        lambda: attainment_chart(Heading("t"), [week(0, 0, 0)], 0.9),
        lambda: waiting_chart(Heading("t"), Waits([], [], [], None)),
        lambda: rhythm_chart(Heading("t"), QUIET, "UTC"),
        lambda: load_chart(Heading("t"), [0.0] * 168, [0.0] * 168, "UTC"),
        lambda: overview_chart(Heading("t"), []),
    ],
)
def test_nothing_to_show_is_shown(made: Callable[[], Picture]) -> None:
    assert b"<svg" in made().written("svg")


def test_without_matplotlib_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'commplan\[charts\]'"):
        attainment()
