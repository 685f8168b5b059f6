"""What plain scalars mean: YAML 1.2 core, unless a YAML 1.1 reader disagrees."""

import datetime
import math

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from commplan.document.scalars import resolve_plain, space_trap
from tests.depth import examples


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("NULL", None),
        ("true", True),
        ("False", False),
        ("0", 0),
        ("12", 12),
        ("-0", 0),
        ("+5", 5),
        ("0x1F", 31),
        ("1.5", 1.5),
        ("1.", 1.0),
        (".5", 0.5),
        ("00.5", 0.5),
        ("1.5e+3", 1500.0),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("it-help", "it-help"),
        ("24x7", "24x7"),
        ("15m", "15m"),
        ("3d", "3d"),
        ("3.2.0", "3.2.0"),
        ("nULL", "nULL"),
        ("y", "y"),
        ("-", "-"),
        (".", "."),
    ],
)
def test_both_readers_agree(text: str, value: object) -> None:
    resolved = resolve_plain(text)
    assert resolved.value == value
    assert type(resolved.value) is type(value)
    assert resolved.trap is None


def test_not_a_number_is_a_number() -> None:
    value = resolve_plain(".nan").value
    assert isinstance(value, float)
    assert math.isnan(value)
    assert resolve_plain(".nan").trap is None


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("17:30", "the number 1050"),
        ("24:00", "the number 1440"),
        ("-1:30", "the number -90"),
        ("1:30.5", "the number 90.5"),
        ("NO", "false"),
        ("off", "false"),
        ("on", "true"),
        ("Yes", "true"),
        ("0755", "the number 493"),
        ("00", "the number 0"),
        ("-012", "the number -10"),
        ("08", "text, where YAML 1.2 has the number 8"),
        ("2026-09-14", "a date"),
        ("2026-09-14T09:30:00Z", "a date and time"),
        ("2026-9-4 9:30:00 +2", "a date and time"),
        ("2026-02-30", "an error"),
        ("2026-02-01 09:30:00 +25", "an error"),
        ("1_000", "the number 1000"),
        ("0b11", "the number 3"),
        ("0x_", "an error"),
        ("-0x1F", "the number -31"),
        ("0o17", "text, where YAML 1.2 has the number 15"),
        ("1e3", "text, where YAML 1.2 has the number 1000.0"),
        ("-.5", "text, where YAML 1.2 has the number -0.5"),
        ("=", "an error"),
        ("9" * 5000, "a number 5000 characters long"),
    ],
)
def test_readers_disagree(text: str, meaning: str) -> None:
    resolved = resolve_plain(text)
    assert resolved.value == text
    assert resolved.trap == ("scalar", meaning)
    assert resolved.key_trap == ("scalar", meaning)


def test_a_time_with_a_leading_zero_is_the_same_text_for_both() -> None:
    assert resolve_plain("09:30") == ("09:30", None, None)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("true", "true"),
        ("~", "null"),
        ("", "null"),
        ("1.5", "the number 1.5"),
        ("0x1F", "the number 31"),
    ],
)
def test_a_key_that_readers_convert_alike_is_still_a_trap(text: str, meaning: str) -> None:
    assert resolve_plain(text).trap is None
    assert resolve_plain(text).key_trap == ("scalar", meaning)


@pytest.mark.parametrize("text", ["1", "404", "+1", "-1", "it-help", "<<"])
def test_decimal_keys_are_no_traps(text: str) -> None:
    assert resolve_plain(text).key_trap is None


def legacy_meaning(text: str) -> str | None:
    """What PyYAML's SafeLoader makes of a plain scalar; None for the text itself."""
    try:
        (value,) = yaml.safe_load(f"- {text}")
    except (yaml.YAMLError, ValueError):
        return "an error"
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case int() | float():
            return f"the number {value}"
        case datetime.datetime():
            return "a date and time"
        case datetime.date():
            return "a date"
        case _:
            return None


def our_meaning(text: str) -> str | None:
    """What our tables say that a YAML 1.1 reader makes of a plain scalar."""
    value, trap, _ = resolve_plain(text)
    if trap is not None:
        return None if trap.meaning.startswith("text") else trap.meaning
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    return None if isinstance(value, str) else f"the number {value}"


number_like = st.from_regex(
    r"[-+]?[0-9.][-+.:0-9_xboeEa-f]{0,6}"
    r"|[0-9]{4}-[01]?[0-9]-[0-3]?[0-9]"
    r"((T|t| +)[0-2]?[0-9]:[0-6][0-9]:[0-6][0-9](\.[0-9]?)?( ?Z|[-+][0-9]{1,2}(:[0-9]{2})?)?)?"
    r"|[-+]?\.(inf|Inf|INF|nan|NaN|NAN)",
    fullmatch=True,
).filter(lambda text: not text.endswith((":", "---")) and text != "-" and text != "...")


@examples(300)
@given(number_like)
def test_the_meaning_is_what_the_safe_loader_makes_of_it(text: str) -> None:
    assert our_meaning(text) == legacy_meaning(text)


@pytest.mark.parametrize(
    "text", ["yes", "No", "ON", "Off", "FALSE", "Null", "~", "=", "y", "N", "None"]
)
def test_words_mean_what_the_safe_loader_makes_of_them(text: str) -> None:
    assert our_meaning(text) == legacy_meaning(text)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        (" it-help", "a space at the start"),
        ("it-help\t", "a tab at the end"),
        ("\u00a0it-help", "a no-break space at the start"),
        ("it-help\u2003", "a U+2003 space at the end"),
        (" ", "a space at the start, a space at the end"),
        ("it\u200bhelp", "a zero-width space inside"),
        ("\ufeffit-help", "a byte order mark inside"),
        ("it\u2060help ", "a space at the end, a word joiner inside"),
    ],
)
def test_hidden_spaces(text: str, meaning: str) -> None:
    assert space_trap(text) == ("space", meaning)


@pytest.mark.parametrize(
    "text",
    ["", "it-help", "two  words", "line\n", "caf\u00e9 au lait", "\U0001f469\u200d\U0001f4bb"],
)
def test_no_hidden_space(text: str) -> None:
    assert space_trap(text) is None


def test_the_edges_of_a_block_are_its_layout() -> None:
    assert space_trap("  code\n", edges=False) is None
    assert space_trap("co\u200bde\n", edges=False) == ("space", "a zero-width space inside")
