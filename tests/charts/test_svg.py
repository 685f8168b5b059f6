"""What is left out of an SVG file changes nothing that is seen."""

from __future__ import annotations

import re

from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from commplan.charts.svg import FONTS, finished
from tests.depth import examples

SVG = "{http://www.w3.org/2000/svg}"
START = (
    '<?xml version="1.0" encoding="utf-8" standalone="no"?>\n<!DOCTYPE svg PUBLIC '
    '"-//W3C//DTD SVG 1.1//EN"\n  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
    '<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="576pt" height="10.25pt" '
    'viewBox="0 0 576 10.25" xmlns="http://www.w3.org/2000/svg" version="1.1">\n'
)
Point = tuple[float, float]
COORDINATES = st.sampled_from([0.0, 1.0, -3.004, 12.345678, 400.0]) | st.floats(-900, 900)
POINTS = st.lists(st.tuples(COORDINATES, COORDINATES), min_size=1, max_size=12)


def made(body: str) -> str:
    return finished(f"{START}{body}</svg>\n".encode(), "t", "w").decode()


def points(path: str) -> list[Point]:
    """Where a path of straight lines goes, one instruction after the other."""
    x = y = 0.0
    found: list[Point] = []
    for letter, told in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        values = [float(value) for value in told.split()]
        if letter in "ML":
            x, y = values
        elif letter == "H":
            (x,) = values
        elif letter == "V":
            (y,) = values
        else:
            assert letter == "z"
            continue
        found.append((x, y))
    return found


@examples(200)
@given(POINTS, POINTS)
def test_a_path_goes_where_it_went(first: list[Point], second: list[Point]) -> None:
    told = "".join(
        " ".join(
            f"{'L' if number else 'M'} {x:.6f} {y:.6f} \n" for number, (x, y) in enumerate(run)
        )
        + "z\n"
        for run in (first, second)
    )
    (path,) = fromstring(made(f'<path d="{told}"/>')).iter(f"{SVG}path")
    went = points(path.get("d"))
    assert len(went) == len(first) + len(second)
    for (x, y), (was_x, was_y) in zip(went, [*first, *second], strict=True):
        assert abs(x - was_x) < 0.00501
        assert abs(y - was_y) < 0.00501


def test_curves_stay_curves() -> None:
    body = '<path d="M 0 2.75 \nC 0.729 2.75 1.43 2.46 1.944 1.944 \nL 1.944 0 \n"/>'
    assert 'd="M0 2.75C0.73 2.75 1.43 2.46 1.94 1.94V0"' in made(body)


def test_groups_and_names_that_say_nothing_are_left_out() -> None:
    body = (
        '<g id="a">\n <g id="b"/>\n'
        ' <g id="c" clip-path="url(#k)">\n  <text>x  y</text>\n </g>\n</g>'
        '<defs><clipPath id="k"><rect width="1"/></clipPath><path id="m"/></defs>'
        '<use xlink:href="#m" x="1.000000" transform="rotate(-0 1.5 2)"/>'
    )
    assert made(body).partition("</desc>")[2] == (
        '<g clip-path="url(#k)"><text>x  y</text></g>'
        '<defs><clipPath id="k"><rect width="1" /></clipPath><path id="m" /></defs>'
        '<use xlink:href="#m" x="1" /></svg>\n'
    )


def test_both_ways_to_tell_a_font_end_in_what_readers_have() -> None:
    apart = "font-size: 9.5px; font-family: 'A', 'B'; text-anchor: end"
    at_once = "font: 700 12px 'A', 'B'; text-anchor: end"
    told = made(f'<text style="{apart}">a</text><text style="{at_once}">b</text>')
    assert '<text style="font-size:9.5px;text-anchor:end">a</text>' in told
    assert f'<text style="font:700 12px {FONTS};text-anchor:end">b</text>' in told
    assert f'font-family="{FONTS}"' in told


def test_the_size_of_the_picture_is_as_it_was() -> None:
    root = fromstring(made("<g/>"))
    assert (root.get("width"), root.get("viewBox")) == ("576pt", "0 0 576 10.25")
    assert [(child.tag, child.text) for child in root] == [
        (f"{SVG}title", "t"),
        (f"{SVG}desc", "w"),
    ]
