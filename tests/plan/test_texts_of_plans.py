from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import parse_instant
from commplan.plan import (
    bits_per_character,
    credential,
    day_at,
    entity_name,
    is_phone_number,
    is_placeholder,
    masked,
    nearest,
    one_of,
    with_article,
)
from tests.depth import examples

BODY = st.text("abcdefXYZ0123456789-", min_size=10, max_size=40).filter(
    lambda text: any(character.isdigit() for character in text)
)


@examples(80)
@given(st.sampled_from(["xoxb-", "xoxp-", "xoxa-", "xoxe.xoxp-", "xapp-1-"]), BODY, st.text())
def test_a_token_is_known_in_any_surroundings_and_never_shown(
    prefix: str, body: str, around: str
) -> None:
    text = f"{around} {prefix}{body}\n"
    assert len(text) < 20 or credential(text) is not None
    assert body not in masked(f"{prefix * 2}{body}" if len(text) < 20 else text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "xoxb-your-token-goes-here",
        "tokens start with xoxb-",
        "https://hooks.slack.com/",
        "https://api.slack.com/messaging/webhooks",
        "webhook",
        "the PRIVATE KEY of the harbour office",
    ],
)
def test_what_is_no_credential(text: str) -> None:
    assert credential(text) is None
    assert masked(text) == repr(text)


def test_entropy_of_characters() -> None:
    assert bits_per_character("aaaa") == 0
    assert bits_per_character("abab") == 1
    assert bits_per_character("0123456789abcdef") == 4


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("+44 20 7946 0018", True),
        ("(020) 7946.0018 x12", True),
        ("tel:+1-202-555-0143", True),
        ("4711", True),
        ("112", False),
        ("secret:oncall/alice", False),
        ("call 4711", False),
        ("2m", False),
        ("", False),
    ],
)
def test_phone_numbers(text: str, is_one: bool) -> None:
    assert is_phone_number(text) is is_one


@pytest.mark.parametrize(
    "text", ["TBD", " tbc ", "N/A", "?", "{{ x }}", "a${B}", "<name>", "<x-y z>"]
)
def test_placeholders(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text", ["Todd", "TBD desk", "a < b > c", "<a@b.example>", "<@U01>", "<3", ""]
)
def test_no_placeholders(text: str) -> None:
    assert not is_placeholder(text)


@pytest.mark.parametrize(
    ("pointer", "name"),
    [
        (("stakeholders", "people", "alice", "contacts", "phone"), "person:alice"),
        (("channels", "it-help"), "channel:it-help"),
        (("messages", "delay", "via", 0), "message delay"),
        (("training", "courses", "ic-101", "valid"), "course ic-101"),
        (("monitoring", "vpn", "alerts", "down", "path"), "alert down"),
        (("monitoring", "vpn", "tool"), "system vpn"),
        (("reviews", "plan", "owner"), "review of plan"),
        (("channels",), "the plan"),
        (("metadata", "owner"), "the plan"),
        ((), "the plan"),
    ],
)
def test_names_of_entities(pointer: tuple[str | int, ...], name: str) -> None:
    assert entity_name(pointer) == name


def test_words_for_kinds() -> None:
    kinds = ("person", "external", "escalation", "sla", "ola", "role", "kpi")
    assert [with_article(kind) for kind in kinds] == [
        "a person",
        "an external party",
        "an escalation path",
        "an SLA",
        "an OLA",
        "a role",
        "a kpi",
    ]
    assert one_of(["a"]) == "a"
    assert one_of("abc") == "a, b or c"


def test_the_nearest_name() -> None:
    assert nearest("incidnts", ["it-help", "incidents"]) == "incidents"
    assert nearest("ALICE", ["bob", "alice"]) == "alice"
    assert nearest("zoe", ["alice", "bob"]) is None
    assert nearest("x", []) is None


def test_days_at_both_sides_of_the_date_line() -> None:
    instant = parse_instant("2026-11-21T11:30:00Z")
    assert day_at(instant, "Pacific/Auckland") == date(2026, 11, 22)
    assert day_at(instant, "Pacific/Pago_Pago") == date(2026, 11, 21)
    assert day_at(instant, "No/Such/Zone") == date(2026, 11, 21)
