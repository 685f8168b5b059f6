"""What a waiver or an ignore hides."""

from collections.abc import Callable

import pytest

from commplan.engine.suppress import Cover, suppress
from commplan.finding import Excuse, Finding, Location
from commplan.place import Origin, Place

AT = Place(Origin("plans/a.yaml", 0), ())


def waiver(pointer: str, *codes: str, plan: str = "a") -> Cover:
    spot = Location("plans/a.yaml", "/waivers/w1", 9, 1, 9, 3)
    excuse = Excuse("waiver", "w1", "because", "person:x", "person:y", None, spot)
    return Cover(excuse, AT, codes, plan, pointer, None)


def ignore(line: int | None, *codes: str, path: str = "plans/a.yaml") -> Cover:
    excuse = Excuse("ignore", None, "why", None, None, None, Location(path, "", 3, 1, 3, 9))
    return Cover(excuse, AT, codes, None, None, line)


@pytest.mark.parametrize(
    ("cover", "hidden"),
    [
        (waiver("/channels/x", "CHN101"), True),
        (waiver("/channels", "CHN101"), True),
        (waiver("/channels", "channel-unowned"), True),
        (waiver("/channels/x/owner", "CHN101"), False),
        (waiver("/channel", "CHN101"), False),
        (waiver("/channels", "CHN102"), False),
        (waiver("/channels", "CHN"), False),
        (waiver("/channels", "CHN101", plan="b"), False),
        (ignore(4, "CHN101"), True),
        (ignore(5, "CHN101"), False),
        (ignore(None, "CHN101"), True),
        (ignore(None, "CHN101", path="plans/b.yaml"), False),
    ],
)
def test_what_is_covered(make_finding: Callable[..., Finding], cover: Cover, hidden: bool) -> None:
    shown, waived, matches = suppress([make_finding()], [cover])
    assert (len(shown), len(waived)) == ((0, 1) if hidden else (1, 0))
    assert matches == (int(hidden),)


@pytest.mark.parametrize("code", ["WVR101", "AUD301", "PLN001"])
def test_rules_about_the_run_itself_cannot_be_waived(
    make_finding: Callable[..., Finding], code: str
) -> None:
    shown, waived, matches = suppress([make_finding(code=code)], [ignore(None, code)])
    assert len(shown) == 1
    assert not waived
    assert matches == (0,)


def test_of_several_covers_the_first_is_the_excuse_and_all_of_them_match(
    make_finding: Callable[..., Finding],
) -> None:
    covers = [
        ignore(9, "CHN101"),
        waiver("/channels", "CHN101"),
        ignore(4, "CHN101"),
        waiver("/channels/x", "CHN101"),
        waiver("/channels", "CHN101", plan="b"),
    ]
    _, waived, matches = suppress([make_finding(), make_finding(line=9)], covers)
    assert [entry.excuse for entry in waived] == [covers[1].excuse, covers[0].excuse]
    assert matches == (1, 2, 1, 2, 0)
