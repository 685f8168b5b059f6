"""What Slack makes of a text, undone."""

from __future__ import annotations

import time
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.api import PatternError
from commplan.drift.text import Called, StoredText, holds_whole

NAMES = {
    ("account", "U01"): Called(("Alice", "alice", "Alice Ng", "person-alice")),
    ("account", "U02"): Called(("Bob",), known=False),
    ("usergroup", "S01"): Called(("it-ops", "IT operations")),
    ("channel", "C01"): Called(("it-help",)),
}


def look(kind: str, id: str) -> Called:
    return NAMES.get((kind, id), Called(known=False))


def text(stored: str) -> StoredText:
    return StoredText(stored, look)


EQUAL = [
    ("R&amp;D &lt;now&gt;", "R&D <now>"),
    ("&amp;lt;", "&lt;"),
    ("R&amp;D", "R&amp;D"),
    ("  Two\n lines ", "Two lines"),
    ("Two lines", "Two\xa0 lines\n"),
    ("See <https://kb.example.org>", "See https://kb.example.org"),
    ("See <https://kb.example.org|the KB>.", "See the KB."),
    ("See <https://kb.example.org|the KB>.", "See https://kb.example.org."),
    ("See <http://kb.example.org|kb.example.org>", "See kb.example.org"),
    ("See <http://kb.example.org>", "See kb.example.org"),
    ("<https://kb.example.org/?a=1&amp;b=2>", "https://kb.example.org/?a=1&b=2"),
    ("<mailto:it@example.org|it@example.org>", "it@example.org"),
    ("<mailto:it@example.org>", "it@example.org"),
    ("<tel:+4420|+44 20>", "+44 20"),
    ("Owner <@U01>", "Owner @alice"),
    ("Owner <@U01>", "Owner alice"),
    ("Owner <@U01>", "Owner Alice Ng"),
    ("Owner <@U01>", "Owner @ALICE NG"),
    ("Owner <@U01>", "Owner person-alice"),
    ("Owner <@U01>", "Owner U01"),
    ("Owner <@U01>", "Owner <@U01>"),
    ("Owner <@U01|al>", "Owner @al"),
    ("Owner <@U02>", "Owner Bob"),
    ("Ask <!subteam^S01>", "Ask @it-ops"),
    ("Ask <!subteam^S01|@it-ops-old>", "Ask @it-ops-old"),
    ("Ask <!subteam^S01>", "Ask IT operations"),
    ("No <!here> please", "No @here please"),
    ("No <!channel|channel>", "No @channel"),
    ("<!date^1700000000^{date}|14 November>", "14 November"),
    ("Not <#C01|it-help>", "Not #it-help"),
    ("Not <#C01>", "Not #it-help"),
    ("Not <#C01|>", "Not #it-help"),
    ("Not <#C01|help-old>", "Not #help-old"),
    (":rotating_light: Incidents", "\N{POLICE CARS REVOLVING LIGHT} Incidents"),
    (":rotating_light: Incidents", ":rotating_light: Incidents"),
    (":wave::skin-tone-3: hi", "\N{WAVING HAND SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-3} hi"),
    ("Mon-Fri 09:00-17:30: desk", "Mon-Fri 09:00-17:30: desk"),
    ("a < b, <> and <c", "a < b, <> and <c"),
    ("cafe\N{COMBINING ACUTE ACCENT}", "caf\N{LATIN SMALL LETTER E WITH ACUTE}"),
    ("<https://a.example| The KB > and more", "The KB and more"),
    ("", ""),
]


@pytest.mark.parametrize(("stored", "declared"), EQUAL)
def test_what_slack_rewrites_stays_equal(stored: str, declared: str) -> None:
    assert text(stored).equals(declared) is True


@pytest.mark.parametrize(
    ("stored", "declared"),
    [
        ("Ask here", "Ask there"),
        ("Ask here", "ask here"),
        ("Ask here", "Ask here!"),
        ("Ask here", ""),
        ("", "Ask here"),
        ("R&amp;D", "R&amp;amp;D"),
        ("See <https://kb.example.org|the KB>", "See https://kb.example.com"),
        ("See <https://kb.example.org|the KB>", "See The KB"),
        ("Owner <@U01>", "Owner @bob"),
        ("Owner <@U01>", "Owner @alicent"),
        ("Owner <@U02> and me", "Owner @robert and you"),
        ("Not <#C01|it-help>", "Not #it-desk"),
        (":rotating_light: Incidents", "x Incidents"),
        (":rotating_light: Incidents", " Incidents"),
        ("twowords", "two words"),
        ("<https://a.example|The> KB", "TheKB"),
        ("x" * 3000, "x" * 2999 + "y"),
    ],
)
def test_what_people_changed_differs(stored: str, declared: str) -> None:
    assert text(stored).equals(declared) is False


@pytest.mark.parametrize(
    ("stored", "declared"),
    [
        ("Owner <@U02>, ask there", "Owner @robert, ask there"),
        ("Owner <@U99>", "Owner @somebody"),
        ("Ask <!subteam^S99>", "Ask @they"),
    ],
)
def test_somebody_of_unknown_name_may_have_been_anybody(stored: str, declared: str) -> None:
    assert text(stored).equals(declared) is None


@pytest.mark.parametrize(
    ("stored", "pattern", "expected"),
    [
        ("On call: <@U01>", "^On call: @Alice$", True),
        ("On call: <@U01>", "^On call: alice$", True),
        ("On call: <@U01>", "^On call: @bob", False),
        ("On call: <@U02>", "^On call: @robert", None),
        ("R&amp;D", "^R&D$", True),
        ("<https://kb.example.org/x|Runbook>", "Runbook", True),
        ("<https://kb.example.org/x|Runbook>", r"kb\.example\.org/x", True),
        ("a  b\nc", "^a b c$", True),
        ("", "^$", True),
        ("a" * 79 + "!", r"^(?:(a|aa|a?\1)+)+(?!x)!!$", None),
    ],
)
def test_an_expression_is_sought_in_every_reading(
    stored: str, pattern: str, expected: bool | None
) -> None:
    assert text(stored).matches(pattern) is expected


def test_no_expression_is_said_to_be_none() -> None:
    with pytest.raises(PatternError, match="is no regular expression"):
        text("x").matches("[")


def test_people_see_labels_and_names() -> None:
    stored = "Ask <@U01> &amp; <!subteam^S01>\nin <#C01>, see <https://kb.example.org|the KB>"
    assert text(stored).shown == "Ask @Alice & @it-ops in #it-help, see the KB"


def test_mentions_are_known_by_id() -> None:
    stored = text("Ask <@U01|alice> or <!subteam^S01> in <#C01>, not U02")
    assert stored.mentions("account", "U01")
    assert stored.mentions("usergroup", "S01")
    assert stored.mentions("channel", "C01")
    assert not stored.mentions("account", "U02")


def test_words_stand_in_any_reading_in_any_case() -> None:
    stored = text("Urgent? <https://kb.example.org/x|The   Runbook>")
    assert stored.has("runbook")
    assert stored.has("KB.example.org")
    assert stored.has("urgent? the runbook")
    assert not stored.has("run book")


@pytest.mark.parametrize(
    ("words", "where", "plural", "expected"),
    [
        ("sla", "Our SLA, 2026", False, True),
        ("sla", "Slack guide", True, False),
        ("sla", "Our SLAs", True, True),
        ("sla", "Our SLAs", False, False),
        ("how to", "How  TO ask", False, True),
        ("a.b", "a.b", False, True),
        ("a.b", "axb", False, False),
        ("", "anything", False, False),
        ("@al", "ask @al.", False, True),
        ("al", "also", False, False),
    ],
)
def test_whole_words(words: str, where: str, plural: bool, expected: bool) -> None:
    assert holds_whole(words, where, plural=plural) is expected


def link(typed: str, target: str, form: int, label: str) -> tuple[str, str]:
    """What was typed and what Slack keeps of it: a bare link, or one with a label."""
    kept = escape(target, quote=False)
    return typed, (f"<{kept}>", f"<{kept}|{escape(label, quote=False)}>")[form]


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="<>|:@#"),
    max_size=12,
)
HOSTS = st.sampled_from(["kb.example.org", "example.com/a?b=1&c=2", "x.example/#top"])
PARTS = st.one_of(
    st.tuples(WORDS).map(lambda one: (one[0], escape(one[0], quote=False))),
    st.sampled_from(["&", "<", ">", "&amp;", "&lt;b&gt;", "a<b>c", "<https://x>", " ", "\n"]).map(
        lambda typed: (typed, escape(typed, quote=False))
    ),
    HOSTS.map(lambda host: link(f"https://{host}", f"https://{host}", 0, "")),
    HOSTS.map(lambda host: link(host, f"http://{host}", 1, host)),
    st.tuples(HOSTS, WORDS.filter(str.strip)).map(
        lambda one: link(one[1], f"https://{one[0]}", 1, one[1])
    ),
    st.just(link("it@example.org", "mailto:it@example.org", 1, "it@example.org")),
    st.sampled_from(["@Alice", "@alice", "Alice Ng", "U01"]).map(lambda typed: (typed, "<@U01>")),
    st.just(("@it-ops", "<!subteam^S01|@it-ops>")),
    st.just(("#it-help", "<#C01|it-help>")),
    st.just(("@here", "<!here>")),
    st.just(("\N{PARTY POPPER}", ":tada:")),
)


@given(st.lists(PARTS, max_size=8))
def test_slacks_own_rewriting_of_any_text_is_equal_to_it(parts: list[tuple[str, str]]) -> None:
    typed = "".join(typed for typed, _ in parts)
    stored = "".join(stored for _, stored in parts)
    assert text(stored).equals(typed) is True


@given(st.lists(PARTS, min_size=1, max_size=5), st.text(min_size=1, max_size=5))
def test_a_word_more_is_a_difference(parts: list[tuple[str, str]], word: str) -> None:
    typed = "".join(typed for typed, _ in parts)
    stored = "".join(stored for _, stored in parts)
    assert text(stored).equals(f"{typed} and {word}{word}end") is False


@pytest.mark.parametrize("stored", [":a:" * 290, ":a:" * 9000, "<@U02>" * 290, "<" * 9000])
@pytest.mark.parametrize("typed", ["\N{PARTY POPPER}" * 290, "alice" * 58, "<" * 290])
def test_texts_that_nobody_typed_are_compared_in_no_time(stored: str, typed: str) -> None:
    start = time.process_time()
    text(stored).equals(typed)
    assert time.process_time() - start < 1


@given(st.text(max_size=60))
def test_a_text_without_links_and_names_is_only_escaped(typed: str) -> None:
    assert text(escape(typed, quote=False)).equals(typed) is True


@given(st.text(alphabet="<>|@#!&:; aU01", max_size=40))
def test_markup_that_slack_never_wrote_is_a_text_like_any_other(stored: str) -> None:
    assert text(stored).equals(stored) is True
    assert text(stored).has(text(stored).shown)
