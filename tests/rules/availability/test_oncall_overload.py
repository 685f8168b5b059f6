from __future__ import annotations

import pytest

from commplan.errors import ConfigError
from commplan.rules.availability.oncall_overload import oncall_overload
from commplan.testing import expect, judge_text

NAMES = ("ann", "ben", "cyd", "dov", "eva", "fay", "gus", "hal")


def rotation(
    *users: str, name: str = "primary", shift: str = "1w", zone: str = "UTC", more: str = ""
) -> str:
    listed = ", ".join(user if ":" in user else f"person:{user}" for user in users)
    quoted = ", ".join(f'"{user}"' for user in listed.split(", "))
    return (
        f'  {name}: {{timezone: {zone}, start: "2026-01-05T09:00", shift: {shift}, '
        f"users: [{quoted}]{more}}}\n"
    )


def plan(*rotations: str, people: str = "", more: str = "") -> str:
    everybody = people or "".join(f"    {name}: {{name: {name}}}\n" for name in NAMES)
    return (
        f"metadata: {{id: duty, timezone: UTC}}\nstakeholders:\n  people:\n{everybody}"
        f"{more}rotations:\n{''.join(rotations)}"
    )


def messages(text: str, **parameters: object) -> tuple[str, ...]:
    given = {"min_people": 1, **parameters}
    verdict = judge_text(oncall_overload, text, parameters=given)
    assert not verdict.skipped
    return verdict.messages


def test_two_rotations_count_together() -> None:
    text = plan(
        rotation("ann", "ben", "cyd", "dov"), rotation("dov", "ann", "ben", "cyd", name="secondary")
    )
    finding, *others = judge_text(oncall_overload, text, parameters={"min_people": 1}).findings
    assert not others
    assert finding.message == (
        "each of 4 people is on call 50 % of the time (2 of 4 weeks) over primary and secondary; "
        "limit 25 %"
    )
    assert finding.location.pointer == "/rotations"
    assert [related.location.pointer for related in finding.related] == [
        "/rotations/primary",
        "/rotations/secondary",
    ]
    assert dict(finding.facts) == {
        "limit": "max_share",
        "rotations": ["primary", "secondary"],
        "person": "ann",
        "people": 4,
        "share": 0.5,
        "max_share": 0.25,
    }


def test_being_on_call_twice_at_once_counts_once() -> None:
    both = plan(
        rotation("ann", "ben", "cyd", "dov"), rotation("ann", "ben", "cyd", "dov", name="b")
    )
    assert messages(both) == ()


@pytest.mark.parametrize("shift", ["1w", "12h", "8h", "1mo", "2mo"])
@pytest.mark.parametrize("zone", ["Europe/London", "Australia/Lord_Howe"])
def test_exactly_the_limit_is_no_overload_whenever_one_looks(shift: str, zone: str) -> None:
    """The horizon holds thirteen turns of one person and fourteen of another."""
    text = plan(rotation("ann", "ben", "cyd", "dov", shift=shift, zone=zone))
    given = {"min_people": 1, "max_shift": "62d"}
    for month in range(1, 13):
        as_of = f"2026-{month:02}-17T13:00:00Z"
        assert judge_text(oncall_overload, text, as_of=as_of, parameters=given).messages == ()


def test_a_swapped_evening_is_no_overload() -> None:
    swap = ', overrides: [{from: "2026-12-01T18:00", to: "2026-12-02T09:00", user: "person:ann"}]'
    assert messages(plan(rotation("ann", "ben", "cyd", "dov", more=swap))) == ()
    month = swap.replace("2026-12-02T09:00", "2027-01-02T09:00")
    assert (
        "ann is on call 32 % of the time"
        in messages(plan(rotation("ann", "ben", "cyd", "dov", more=month)), max_shift="53w")[0]
    )


def test_one_person_and_people_who_differ() -> None:
    text = plan(rotation("ann", "ben", "cyd", "ann", "dov"))
    assert messages(text) == (
        "ann is on call 40 % of the time (2 of 5 weeks) over primary; limit 25 %",
    )
    text = plan(rotation("ann", "ben", "cyd", "ann", "ben", "ann"))
    assert messages(text)[0] == (
        "ann (50 %) and ben (33 %) are on call too much of the time over primary; limit 25 %"
    )
    assert messages(text, max_share=0.35, max_shift="2w") == (
        "ann is on call 50 % of the time (3 of 6 weeks) over primary; limit 35 %",
    )


def test_shares_of_rotations_without_a_common_round() -> None:
    """Rounds of 7 and 8 weeks come together after 56, which the horizon does not hold."""
    seven = rotation("ann", *NAMES[2:])
    eight = rotation("ann", "ben", *NAMES[2:], name="secondary")
    # 1/7 + 1/8 without the weeks in which both fall together: 25 %.
    assert messages(plan(seven, eight)) == ()
    three = rotation("ann", "ben", "cyd", name="secondary")
    fives = rotation("ann", "dov", "eva", "fay", "gus", shift="11d")
    assert messages(plan(three, fives), max_shift="11d")[0].startswith("ann (")


def test_a_rotation_that_begins_later_counts_from_then_on() -> None:
    text = plan(rotation("ann", "ben").replace("2026-01-05", "2027-09-06"))
    assert "each of 2 people is on call 50 % of the time (1 of 2 weeks)" in messages(text)[0]
    assert messages(plan(rotation("ann").replace("2026-01-05", "2028-09-06"))) == ()


def test_groups_and_roles_take_turns_as_their_people() -> None:
    more = (
        '  groups: {pair: {members: ["person:ann", "person:ben"]}}\n'
        '  roles: {lead: {holders: ["person:cyd"], deputies: ["person:dov"]}}\n'
    )
    text = plan(rotation("group:pair", "role:lead", "fay"), more=more)
    # Without hours of their own, the holders of the role are there as its turn comes.
    assert messages(text) == (
        "each of 4 people is on call 33 % of the time (1 of 3 weeks) over primary; limit 25 %",
    )


def test_a_shift_is_as_long_as_nobody_else_takes_over() -> None:
    assert messages(plan(rotation(*NAMES, shift="7d"))) == ()
    text = plan(rotation(*NAMES, shift="8d", zone="Europe/London"))
    finding, *others = judge_text(oncall_overload, text).findings
    assert not others
    assert finding.message == (
        "Sat 2026-11-21 09:00 Europe/London: ann is on call for 8d without a hand-over "
        "until Sun 2026-11-29 09:00 over primary (and 7 more); limit 7d"
    )
    assert finding.location.pointer == "/rotations/primary/shift"
    assert finding.facts["shift_seconds"] == 8 * 86400
    assert (finding.facts["person"], finding.facts["people"]) == ("ann", 8)
    in_a_row = plan(rotation("ann", *NAMES))
    assert "ann is on call for 14d without a hand-over" in messages(in_a_row)[0]


def test_a_week_of_169_hours_is_a_week() -> None:
    text = plan(rotation(*NAMES, zone="Europe/London"))
    for as_of in ("2026-03-20T00:00:00Z", "2026-10-20T00:00:00Z"):
        assert judge_text(oncall_overload, text, as_of=as_of).messages == ()


def test_rest_between_shifts_that_are_worked_through() -> None:
    eight_hours = plan(rotation("ann", "ben", shift="8h", zone="Europe/London")).replace(
        "T09:00", "T06:00"
    )
    finding, *others = judge_text(
        oncall_overload, eight_hours, parameters={"min_people": 1, "max_share": 0.6}
    ).findings
    assert not others
    assert finding.message == (
        "Sat 2026-11-21 14:00 Europe/London: ann has 8h rest between shifts until 22:00 over "
        "primary (and 1 more); limit 11h"
    )
    assert finding.location.pointer == "/rotations/primary/users"
    assert (finding.facts["rest_seconds"], finding.facts["min_rest_seconds"]) == (28800, 39600)
    three = plan(rotation("ann", "ben", "cyd", shift="8h"))
    assert messages(three, max_share=0.5) == ()
    assert messages(plan(rotation("ann", "ben", shift="11h")), max_share=0.6) == ()
    assert len(messages(plan(rotation("ann", "ben", shift="10h59m")), max_share=0.6)) == 1


def test_longer_shifts_are_not_worked_through() -> None:
    users = ("ann", "ben", "ann", *NAMES[2:])
    assert messages(plan(rotation(*users, shift="10h"))) == (
        (
            "Tue 2026-11-24 07:00Z: ann has 10h rest between shifts until 17:00Z over "
            "primary; limit 11h"
        ),
    )
    assert messages(plan(rotation(*users, shift="10h")), worked_shift="9h") == ()
    assert messages(plan(rotation(*users, shift="10h")), min_rest="10h") == ()
    for shift in ("16h", "17h"):
        assert messages(plan(rotation("ann", "ben", shift=shift)), max_share=0.6) == ()
        assert len(messages(plan(rotation("ann", shift=shift)), max_share=1.0)) == (
            2 if shift == "16h" else 1
        )


def test_rest_counts_over_rotations() -> None:
    """Twelve hours in one rotation, and the twelve that follow in another."""
    text = plan(
        rotation("ann", "ben", "cyd", "dov", shift="12h"),
        rotation("eva", "ann", "fay", "gus", name="backup", shift="12h"),
    )
    (message,) = messages(text, max_share=0.6)
    assert message.startswith("Sat 2026-11-21 09:00Z: ann has no rest between shifts until Sun")
    assert message.endswith("over backup and primary; limit 11h")


def test_rest_is_read_off_the_wall_clock() -> None:
    """A night from 21:00 to 08:00 has ten hours when clocks go forward."""
    text = plan(rotation("ann", "ben", shift="12h", zone="Europe/London"))
    assert messages(text, max_share=0.6, min_rest="12h") == ()


@pytest.mark.parametrize(
    ("users", "problem"),
    [
        (8, None),
        (7, "rotation:primary has 7 users, 8 are needed"),
    ],
)
def test_a_rotation_at_one_site(users: int, problem: str | None) -> None:
    found = judge_text(oncall_overload, plan(rotation(*NAMES[:users]))).messages
    assert found == ((problem,) if problem else ())


def sited(*sizes: int) -> str:
    people = [
        f'p{site}{number}: {{name: x, calendar: "calendar:c{site}"}}'
        for site, size in enumerate(sizes)
        for number in range(size)
    ]
    calendars = "".join(
        f'  c{site}: {{timezone: UTC, hours: {{mon: ["09:00-10:00"]}}}}\n'
        for site in range(len(sizes))
    )
    users = [line.partition(":")[0] for line in people]
    text = plan(rotation(*users), people="".join(f"    {line}\n" for line in people))
    return text + f"calendars:\n{calendars}"


@pytest.mark.parametrize(
    ("sizes", "problem"),
    [
        ((6, 6), None),
        ((10, 5), "15 users at 2 sites (c0 10 and c1 5), 6 are needed at each"),
        ((4, 4, 4), None),
        ((4, 4, 4, 4), None),
        ((9, 4, 3), "16 users at 3 sites (c0 9, c1 4 and c2 3), 4 are needed at each"),
    ],
)
def test_each_site_needs_its_part(sizes: tuple[int, ...], problem: str | None) -> None:
    found = judge_text(oncall_overload, sited(*sizes)).messages
    assert found == ((f"rotation:primary has {problem}",) if problem else ())


def test_parts_follow_the_parameter() -> None:
    assert messages(sited(3, 3), min_people=4) == ()
    assert "3 are needed at each" in messages(sited(3, 2), min_people=4)[0]


def test_without_a_calendar_the_zone_is_the_site() -> None:
    people = "".join(
        f"    {name}: {{name: x, timezone: {zone}}}\n"
        for name, zone in zip(NAMES, ["Europe/London"] * 6 + ["Asia/Tokyo"] * 2, strict=True)
    )
    (message,) = judge_text(oncall_overload, plan(rotation(*NAMES), people=people)).messages
    assert "at 2 sites (Asia/Tokyo 2 and Europe/London 6), 6 are needed" in message


def test_rotations_that_are_too_small_are_one_finding() -> None:
    text = plan(
        rotation(*NAMES[:5]), rotation(*NAMES[3:], name="b"), rotation(*NAMES[:7], name="c")
    )
    finding, *others = judge_text(oncall_overload, text, parameters={"max_share": 0.6}).findings
    assert not others
    assert finding.message == (
        "rotation:b and rotation:primary have 5 users each (and 1 more rotation), 8 are needed"
    )
    assert finding.location.pointer == "/rotations/b/users"
    assert finding.facts["rotations"] == ["b", "c", "primary"]


def test_users_that_only_slack_knows_are_not_counted() -> None:
    text = plan(rotation("group:desk"), more="  groups: {desk: {slack_usergroup: S01}}\n")
    verdict = judge_text(oncall_overload, text)
    assert not verdict.findings
    assert [skipped.reason for skipped in verdict.skipped] == [
        (
            "how many take turns in rotation:primary hangs on "
            "group:desk (members known to Slack only)"
        )
    ]


@pytest.mark.parametrize(
    "text",
    [
        plan(rotation("ann", shift="0m")),
        plan(rotation("nobody")),
        plan(rotation("ann", zone="Europe/Londn")),
        plan(rotation("role:lead"), more='  roles: {lead: {holders: ["role:lead"]}}\n'),
        plan(rotation("group:none"), more="  groups: {none: {}}\n"),
    ],
)
def test_what_is_left_to_other_rules(text: str) -> None:
    expect(oncall_overload, text)


def test_a_limit_that_has_no_length() -> None:
    for wrong in ("1mo", "soon"):
        with pytest.raises((ConfigError, AssertionError), match="max_shift: "):
            judge_text(oncall_overload, plan(rotation("ann")), parameters={"max_shift": wrong})
