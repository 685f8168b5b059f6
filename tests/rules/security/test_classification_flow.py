from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.api import Problem
from commplan.place import Origin
from commplan.plan import Plan
from commplan.rules.security.classification_flow import classification_flow
from commplan.testing import expect, judge_text

HARBOUR = """
classification:
  order: [public, internal, restricted]
  above: {legal: [internal], sealed: [legal, restricted]}
"""


def messages(text: str) -> tuple[str, ...]:
    verdict = judge_text(classification_flow, text)
    assert not verdict.skipped
    return verdict.messages


def flow(content: str, channel: str, more: str = "") -> tuple[str, ...]:
    """What is said of a message of a class by one channel."""
    return messages(
        f"{HARBOUR}{more}messages: {{m: {{class: {content}, via: ['channel:c']}}}}\n"
        f"channels: {{c: {{{channel}}}}}\n"
    )


def test_the_message_that_is_promised() -> None:
    expect(
        classification_flow,
        """
        classification: {order: [public, internal, confidential, restricted]}
        messages:
          security-update:
            class: restricted
            via:
            - "channel:sec-incident"
            - "channel:lead-mail"  # <- 'security-update' is restricted, but channel:lead-mail
        channels:
          sec-incident: {kind: slack, ceiling: restricted}
          lead-mail: {kind: email, ceiling: internal}
        """,
    )


@pytest.mark.parametrize(
    ("content", "ceiling"),
    [
        ("public", "public"),
        ("public", "restricted"),
        ("internal", "internal"),
        ("public", "legal"),
        ("legal", "sealed"),
        ("restricted", "sealed"),
    ],
)
def test_what_fits(content: str, ceiling: str) -> None:
    assert flow(content, f"kind: slack, ceiling: {ceiling}") == ()


@pytest.mark.parametrize(
    ("content", "ceiling", "beside"),
    [
        ("internal", "public", False),
        ("sealed", "restricted", False),
        ("legal", "internal", False),
        ("legal", "restricted", True),
        ("restricted", "legal", True),
    ],
)
def test_what_does_not_fit(content: str, ceiling: str, beside: bool) -> None:
    """Classes of which neither stands above the other do not fit either."""
    remark = ", and neither of the two is above the other" if beside else ""
    assert flow(content, f"kind: slack, ceiling: {ceiling}") == (
        f"'m' is {content}, but channel:c carries at most {ceiling}{remark}",
    )


MEDIUM = "  medium_ceiling: {email: internal, sms: public, phone: secret}\n"


def test_a_medium_sets_the_limit_where_the_channel_does_not() -> None:
    assert flow("restricted", "kind: email", MEDIUM) == (
        "'m' is restricted, but channel:c is of kind email, which carries at most internal",
    )
    assert flow("internal", "kind: email", MEDIUM) == ()
    assert flow("restricted", "kind: slack", MEDIUM) == ()
    assert flow("restricted", "kind: email, ceiling: intenral", MEDIUM) != ()
    finding = judge_text(
        classification_flow,
        f"{HARBOUR}{MEDIUM}messages: {{m: {{class: internal, via: ['channel:c']}}}}\n"
        "channels: {c: {kind: sms}}\n",
    ).findings[0]
    assert finding.facts == {
        "message": "m",
        "class": "internal",
        "channel": "c",
        "limit": "public",
        "medium": "sms",
    }
    assert finding.related[1].location.pointer == "/classification/medium_ceiling/sms"


def test_a_channel_claims_more_than_its_medium_carries() -> None:
    """One fault: the messages that rely on the claim stand beside it."""
    text = (
        HARBOUR
        + MEDIUM
        + """
messages:
  open: {class: internal, via: ["channel:mail"]}
  closed: {class: restricted, via: ["channel:chat"]}
  sealed: {class: sealed, via: ["channel:mail"]}
channels:
  mail: {kind: email, ceiling: restricted}
  chat: {kind: slack, ceiling: restricted, fallback: "channel:mail"}
"""
    )
    direct, claim = judge_text(classification_flow, text).findings
    assert direct.message == "'sealed' is sealed, but channel:mail carries at most restricted"
    assert claim.message == (
        "channel:mail is to carry restricted, but email carries at most internal"
    )
    assert claim.location.pointer == "/channels/mail/ceiling"
    assert [(r.location.pointer, r.message) for r in claim.related] == [
        ("/classification/medium_ceiling/email", "at most internal"),
        ("/messages/closed/class", "'closed' is restricted"),
    ]
    assert claim.facts == {
        "message": None,
        "class": "restricted",
        "channel": "mail",
        "limit": "internal",
        "medium": "email",
    }


@pytest.mark.parametrize("ceiling", ["internal", "public"])
def test_a_channel_may_claim_what_its_medium_carries(ceiling: str) -> None:
    text = f"{HARBOUR}{MEDIUM}channels: {{c: {{kind: email, ceiling: {ceiling}}}}}\n"
    assert messages(text) == ()


def test_a_claim_beside_that_of_the_medium() -> None:
    text = f"{HARBOUR}{MEDIUM}channels: {{c: {{kind: email, ceiling: legal}}}}\n"
    assert messages(text.replace("email: internal", "email: restricted")) == (
        (
            "channel:c is to carry legal, but email carries at most restricted, "
            "and neither of the two is above the other"
        ),
    )


FALLBACKS = (
    HARBOUR
    + """
messages:
  m: {class: restricted, via: ["channel:a"]}
  n: {class: sealed, via: ["channel:a"]}
channels:
  a: {kind: slack, ceiling: sealed, fallback: "channel:b"}
  b: {kind: slack, ceiling: restricted, fallback: "channel:c"}
  c: {kind: phone, ceiling: internal}
"""
)


def test_fallbacks_are_used_too() -> None:
    first, second = judge_text(classification_flow, FALLBACKS).findings
    assert first.message == (
        "'m' is restricted, but channel:c, the fallback of channel:b, carries at most internal"
    )
    assert first.location.pointer == "/channels/b/fallback"
    assert second.message == (
        "'n' is sealed, but channel:b, the fallback of channel:a, carries at most restricted"
    )
    assert second.location.pointer == "/channels/a/fallback"


def test_nothing_is_said_of_what_is_behind_a_channel_that_is_too_open() -> None:
    text = FALLBACKS.replace("ceiling: sealed", "ceiling: public")
    assert messages(text) == (
        "'m' is restricted, but channel:a carries at most public",
        "'n' is sealed, but channel:a carries at most public",
    )


def test_one_fallback_that_is_too_open_for_several_is_one_fault() -> None:
    text = FALLBACKS.replace("class: sealed", "class: restricted")
    finding, *others = judge_text(classification_flow, text).findings
    assert not others
    assert finding.message.startswith("'m' (and 1 more) is restricted, but channel:c, the fallback")
    assert [r.location.pointer for r in finding.related] == [
        "/messages/m/class",
        "/channels/c/ceiling",
        "/messages/n/class",
    ]


@pytest.mark.parametrize(
    ("change", "to"),
    [
        ("class: restricted, ", ""),
        ("class: restricted", "class: restrictde"),
        ("ceiling: public", "guests: none"),
        ("ceiling: public", "ceiling: publik"),
        ("channel:c'", "channel:gone'"),
        ("order: [public, internal, restricted]", "medium_ceiling: {slack: public}"),
    ],
)
def test_what_is_left_to_other_rules(change: str, to: str) -> None:
    text = (
        "classification: {order: [public, internal, restricted]}\n"
        "messages: {m: {class: restricted, via: ['channel:c']}}\n"
        "channels: {c: {kind: slack, ceiling: public}}\n"
    )
    assert len(messages(text)) == 1
    assert change in text
    assert messages(text.replace(change, to)) == ()


CLASSES = ("open", "staff", "law", "board", "vault")
ORDERS = st.fixed_dictionaries(
    {
        "order": st.lists(st.sampled_from(CLASSES), min_size=1, max_size=4, unique=True),
        "above": st.dictionaries(
            st.sampled_from(CLASSES), st.lists(st.sampled_from(CLASSES), max_size=2), max_size=3
        ),
    }
)
NAMES = tuple("abcd")


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    classes = st.sampled_from(CLASSES)
    channels: dict[str, Any] = {}
    for name in NAMES:
        channel = channels[name] = {"kind": draw(st.sampled_from(["slack", "email"]))}
        if draw(st.booleans()):
            channel["ceiling"] = draw(classes)
        if draw(st.booleans()):
            channel["fallback"] = f"channel:{draw(st.sampled_from(NAMES))}"
    routes = st.lists(st.sampled_from([f"channel:{name}" for name in NAMES]), max_size=3)
    return {
        "metadata": {"id": "x"},
        "classification": {
            **draw(ORDERS),
            "medium_ceiling": {"email": draw(classes)} if draw(st.booleans()) else {},
        },
        "messages": {name: {"class": draw(classes), "via": draw(routes)} for name in ("m", "n")},
        "channels": channels,
    }


def holds(value: dict[str, Any], high: str) -> set[str]:
    """What may stand where a class is the limit: steps down, followed until nothing is new."""
    stated = value["classification"]
    steps = {(high, low) for high, lows in stated["above"].items() for low in lows}
    steps |= set(zip(stated["order"][1:], stated["order"], strict=False))
    found = {high}
    while more := {low for upper, low in steps if upper in found} - found:
        found |= more
    return found


def known(value: dict[str, Any], name: str | None) -> bool:
    stated = value["classification"]
    below = {low for lows in stated["above"].values() for low in lows}
    return name in {*stated["order"], *stated["above"], *below}


def leaks(value: dict[str, Any]) -> bool:
    """Whether any message gets where it may not be, or any channel claims too much."""
    channels, mediums = value["channels"], value["classification"]["medium_ceiling"]
    for channel in channels.values():
        limits = (channel.get("ceiling"), mediums.get(channel["kind"]))
        if all(known(value, limit) for limit in limits) and limits[0] not in holds(
            value, limits[1]
        ):
            return True
    for message in value["messages"].values():
        reached = {via.removeprefix("channel:") for via in message["via"]}
        while (
            more := {
                channels[name]["fallback"].removeprefix("channel:")
                for name in reached
                if "fallback" in channels[name]
            }
            - reached
        ):
            reached |= more
        for name in reached:
            for limit in (channels[name].get("ceiling"), mediums.get(channels[name]["kind"])):
                if (
                    known(value, limit)
                    and known(value, message["class"])
                    and message["class"] not in holds(value, limit)
                ):
                    return True
    return False


def judge(value: dict[str, Any]) -> list[Problem]:
    problems = classification_flow.judge(Plan(value, Origin("plan.yaml", 0)))
    return [problem for problem in problems if isinstance(problem, Problem)]


@given(plans())
def test_something_is_found_exactly_where_something_leaks(value: dict[str, Any]) -> None:
    assert bool(judge(value)) is leaks(value)


def leaking(value: dict[str, Any]) -> tuple[set[str], set[str]]:
    """Messages that go where they may not be, and channels that claim too much."""
    problems = judge(value)
    of_messages = [problem for problem in problems if problem.facts["message"]]
    places = {place.at.pointer for problem in of_messages for place in problem.related}
    claims = {problem.facts["channel"] for problem in problems if not problem.facts["message"]}
    return {str(p[1]) for p in places if p[0] == "messages"}, {str(name) for name in claims}


@given(plans(), st.data())
def test_a_message_of_a_lower_class_adds_no_fault(
    value: dict[str, Any], data: st.DataObject
) -> None:
    before, claims = leaking(value)
    message = value["messages"]["m"]
    message["class"] = data.draw(st.sampled_from(sorted(holds(value, message["class"]))))
    after, same_claims = leaking(value)
    assert after <= before
    assert same_claims == claims
