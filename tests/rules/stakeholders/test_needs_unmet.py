from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.api import Problem
from commplan.place import Origin
from commplan.plan import Plan
from commplan.rules.stakeholders.needs_unmet import needs_unmet
from commplan.testing import expect, judge_text
from tests.depth import examples


def plan(group: str = "", via: str = "channel:chat", template: str = "template:plain") -> str:
    """A message to a group with some wishes, by one of many channels that reach it."""
    reached = 'audience: ["group:g"]'
    routes = ", ".join(f'"{name}"' for name in via.split())
    return f"""
stakeholders:
  external: {{others: {{}}}}
  groups:
    g: {{slack_usergroup: S01G{group and f", {group}"}}}
messages:
  m: {{audience: ["group:g"], via: [{routes}]{template and f', template: "{template}"'}}}
channels:
  chat: {{kind: slack, {reached}, fallback: "channel:mail"}}
  mail: {{kind: email, {reached}}}
  elsewhere: {{kind: email, audience: ["external:others"]}}
  call: {{kind: phone, {reached}}}
  silent: {{kind: video, {reached}}}
  plain: {{kind: video, {reached}, tool: "tool:webcam"}}
  shown: {{kind: video, {reached}, tool: "tool:zoom"}}
  lost: {{kind: video, {reached}, tool: "tool:zoon"}}
tools: {{zoom: {{kind: video, features: [captions]}}, webcam: {{kind: video}}}}
templates:
  plain: {{type: status, fields: [impact], languages: [en]}}
  short: {{type: status, fields: [summary, impact], languages: [en, DE, pt-BR]}}
  first: {{type: report, fields: [kpis], summary_first: true}}
"""


def messages(text: str) -> tuple[str, ...]:
    verdict = judge_text(needs_unmet, text)
    assert not verdict.skipped
    return verdict.messages


def test_the_message_that_is_promised() -> None:
    expect(
        needs_unmet,
        """
        stakeholders:
          groups:
            leadership: {slack_usergroup: S02LEADS, prefers: [email]}
        messages:
          incident-update:
            audience: ["group:leadership"]
            via: ["channel:incidents"]  # <- leadership prefers email, but 'incident-update'
        channels:
          incidents: {kind: slack, audience: ["group:leadership"]}
        """,
    )


@pytest.mark.parametrize(
    ("group", "via", "only"),
    [
        ("prefers: [email]", "channel:mail", None),
        ("prefers: [email]", "channel:chat channel:mail", None),
        ("prefers: [sms, email]", "channel:mail", None),
        ("prefers: [email]", "channel:chat", "slack (channel:chat)"),
        ("prefers: [email]", "channel:chat channel:elsewhere", "slack (channel:chat)"),
        (
            "prefers: [email]",
            "channel:chat channel:call",
            "slack (channel:chat) and phone (channel:call)",
        ),
    ],
)
def test_preferences(group: str, via: str, only: str | None) -> None:
    """A fallback, and a channel that does not reach the group, are no help."""
    expected = (f"g prefers email, but 'm' reaches it only by {only}",) if only else ()
    assert messages(plan(group, via)) == expected


@pytest.mark.parametrize(
    ("via", "unmet"),
    [
        ("channel:chat", False),
        ("channel:call", True),
        ("channel:shown", True),
        ("channel:call channel:shown", True),
        ("channel:call channel:mail", False),
    ],
)
def test_a_screen_reader_needs_something_to_read(via: str, unmet: bool) -> None:
    found = messages(plan("needs: [screen-reader]", via))
    assert [m.startswith("g needs text for a screen reader, but") for m in found] == [True] * unmet


@pytest.mark.parametrize(
    ("via", "unmet"),
    [
        ("channel:chat", False),
        ("channel:call", False),
        ("channel:silent", True),
        ("channel:plain", True),
        ("channel:shown", False),
        ("channel:lost", False),
        ("channel:plain channel:shown", False),
        ("channel:plain channel:call", True),
        ("channel:plain channel:mail", False),
    ],
)
def test_captions_of_videos(via: str, unmet: bool) -> None:
    """A tool that names nothing is left to PLN101; without a video there are no captions."""
    found = messages(plan("needs: [captions]", via))
    assert [m.startswith("g needs captions, but") for m in found] == [True] * unmet
    assert all(m.endswith(", without any") for m in found)


@pytest.mark.parametrize(
    ("template", "fact"),
    [
        ("template:plain", "template:plain of 'm' has no summary"),
        ("template:short", None),
        ("template:first", None),
        ("template:gone", None),
        ("", "'m' has no template with one"),
    ],
)
def test_summaries(template: str, fact: str | None) -> None:
    expected = (f"g needs a summary, but {fact}",) if fact else ()
    assert messages(plan("needs: [summary]", template=template)) == expected


@pytest.mark.parametrize(
    ("languages", "template", "fact"),
    [
        ("[en]", "template:plain", None),
        ("[EN, de]", "template:short", None),
        ("[pt]", "template:short", None),
        ("[en, de]", "template:plain", "template:plain of 'm' is not in de"),
        ("[de, fr]", "template:plain", "template:plain of 'm' is not in de or fr"),
        ("[pt-PT]", "template:short", "template:short of 'm' is not in pt-PT"),
        ("[en]", "template:first", "template:first of 'm' is not in en"),
        ("[en]", "", "'m' has no template that is in en"),
        ("[en]", "template:gone", None),
    ],
)
def test_languages(languages: str, template: str, fact: str | None) -> None:
    """``pt`` is met by Brazilian Portuguese, ``pt-PT`` is not."""
    found = messages(plan(f"languages: {languages}", template=template))
    assert [m.partition(", but ")[2] for m in found] == ([fact] if fact else [])


def test_one_template_that_many_messages_use_is_one_fault() -> None:
    other = '  n: {audience: ["group:g"], via: ["channel:mail"], template: "template:plain"}\n'
    text = plan("languages: [de], needs: [summary]").replace("channels:", f"{other}channels:")
    summary, language = judge_text(needs_unmet, text).findings
    assert (
        summary.message
        == "g needs a summary, but template:plain of 'm' has no summary (and 1 more)"
    )
    assert summary.location.pointer == "/templates/plain/fields"
    assert summary.facts == {"group": "g", "need": "summary", "messages": ["m", "n"]}
    assert [r.location.pointer for r in summary.related] == [
        "/stakeholders/groups/g/needs",
        "/messages/n",
    ]
    assert language.message == "g needs de, but template:plain of 'm' is not in de (and 1 more)"
    assert language.location.pointer == "/templates/plain/languages"
    assert language.related[0].location.pointer == "/stakeholders/groups/g/languages"


def test_groups_inside_the_audience_count() -> None:
    expect(
        needs_unmet,
        """
        stakeholders:
          groups:
            all: {members: ["group:leads", "group:staff"]}
            leads: {slack_usergroup: S01, prefers: [email]}
            staff: {slack_usergroup: S02}
        messages:
          m: {audience: ["group:all"], via: ["channel:c"]}  # <- leads prefers email, but 'm'
        channels: {c: {kind: slack, audience: ["group:all"]}}
        """,
    )


def test_members_are_reached_through_another_group() -> None:
    text = """
        stakeholders:
          people: {alice: {name: A}, bob: {name: B}}
          groups:
            desk: {members: ["person:alice"], prefers: [email]}
            staff: {members: ["person:alice", "person:bob"]}
        messages:
          m: {audience: ["group:desk"], via: ["channel:chat", "channel:mail"]}
        channels:
          chat: {kind: slack, audience: ["group:desk"]}
          mail: {kind: email, audience: ["group:staff"]}
        """
    assert messages(text) == ()
    assert len(messages(text.replace('["group:staff"]', '["person:bob"]'))) == 1


@pytest.mark.parametrize(
    ("change", "to"),
    [
        ('messages:\n  m: {audience: ["group:g"]', "messages:\n  m: {audience: []"),
        ('via: ["channel:chat"]', "via: []"),
        ('via: ["channel:chat"]', 'via: ["channel:chat", "channel:gone"]'),
        ('kind: slack, audience: ["group:g"]', "kind: slack"),
        ('kind: slack, audience: ["group:g"]', 'kind: slack, audience: ["group:gone"]'),
        ('kind: slack, audience: ["group:g"]', 'kind: slack, audience: ["group:h"]'),
    ],
)
def test_what_is_left_to_other_rules(change: str, to: str) -> None:
    text = plan("prefers: [email]").replace("groups:", "groups:\n    h: {slack_usergroup: S02H}")
    assert len(messages(text)) == 1
    assert change in text
    assert messages(text.replace(change, to)) == ()


KINDS = ("slack", "email", "phone", "video")
READABLE = ("slack", "email")
PARTIES = ("person:p", "person:q", "group:g", "group:h", "group:i")


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    def some(*values: str, least: int = 0) -> list[str]:
        return draw(st.lists(st.sampled_from(values), min_size=least, max_size=3, unique=True))

    def maybe(**choices: Any) -> dict[str, Any]:
        return {name: value for name, value in choices.items() if draw(st.booleans())}

    groups = {
        name: {
            "members": some(*inside),
            **maybe(
                needs=some("captions", "screen-reader", "summary"),
                prefers=some(*KINDS),
                languages=some("en", "de", "pt-BR"),
            ),
        }
        for name, inside in (("g", PARTIES[:2]), ("h", PARTIES[:3]), ("i", PARTIES[:4]))
    }
    return {
        "metadata": {"id": "x"},
        "stakeholders": {"people": {"p": {}, "q": {}}, "groups": groups},
        "messages": {
            name: {
                "audience": some(*PARTIES[2:], least=1),
                "via": some("channel:a", "channel:b", "channel:c", least=2),
                **maybe(template=draw(st.sampled_from(["template:s", "template:t"]))),
            }
            for name in "mn"
        },
        "channels": {
            name: {
                "kind": draw(st.sampled_from(KINDS)),
                "audience": some(*PARTIES, least=draw(st.sampled_from([0, 2, 2, 2, 2]))),
                **maybe(tool=draw(st.sampled_from(["tool:with", "tool:without"]))),
            }
            for name in "abc"
        },
        "tools": {"with": {"features": ["captions"]}, "without": {}},
        "templates": {
            name: {
                "fields": some("summary", "impact"),
                "languages": some("en", "EN-gb", "de", "pt", "pt-br"),
                **maybe(summary_first=draw(st.booleans())),
            }
            for name in "st"
        },
    }


def members(value: dict[str, Any], party: str) -> list[str]:
    found: list[str] = []
    if party.startswith("group:"):
        found = value["stakeholders"]["groups"][party[-1]]["members"]
    return found


def inside(value: dict[str, Any], party: str) -> set[str]:
    """A party and all who are in it."""
    return {party}.union(*(inside(value, member) for member in members(value, party)))


def gets_it(value: dict[str, Any], party: str, addressed: set[str]) -> bool:
    """Whether a party is addressed, or everybody in it is."""
    behind = members(value, party)
    return party in addressed or (
        bool(behind) and all(gets_it(value, m, addressed) for m in behind)
    )


def unmet(value: dict[str, Any]) -> set[tuple[str, str, str]]:
    """Groups, what they ask for, and the messages that do not give it."""
    found = set()
    for name, message in value["messages"].items():
        routes = [value["channels"][via[-1]] for via in message["via"]]
        if any(not channel["audience"] for channel in routes):
            continue  # whom it reaches is not stated
        template = value["templates"].get(message.get("template", "none")[-1], {})
        addressed = set().union(*(inside(value, party) for party in message["audience"]))
        for party in addressed & {"group:g", "group:h", "group:i"}:
            reaching = [
                channel
                for channel in routes
                if gets_it(
                    value, party, set().union(*(inside(value, a) for a in channel["audience"]))
                )
            ]
            if reaching:
                group = value["stakeholders"]["groups"][party[-1]]
                found |= {(party[-1], what, name) for what in lacks(group, reaching, template)}
    return found


def lacks(
    group: dict[str, Any], channels: list[dict[str, Any]], template: dict[str, Any]
) -> set[str]:
    kinds = {channel["kind"] for channel in channels}
    tools = {channel.get("tool") for channel in channels if channel["kind"] == "video"}
    readable = not kinds.isdisjoint(READABLE)
    tags = [f"{tag}-".lower() for tag in template.get("languages", ())]
    met = {
        "prefers": not group.get("prefers") or not kinds.isdisjoint(group["prefers"]),
        "screen-reader": readable,
        "captions": readable or not tools or "tool:with" in tools,
        "summary": "summary" in template.get("fields", ()) or template.get("summary_first", False),
        "languages": all(
            any(tag.startswith(f"{language}-".lower()) for tag in tags)
            for language in group.get("languages", ())
        ),
    }
    return {what for what in ("prefers", "languages", *group.get("needs", ())) if not met[what]}


@given(plans())
@examples(60)
def test_it_is_found_exactly_where_something_is_lacking(value: dict[str, Any]) -> None:
    found: list[tuple[Any, ...]] = []
    for problem in needs_unmet.judge(Plan(value, Origin("plan.yaml", 0))):
        assert isinstance(problem, Problem)
        facts: Any = problem.facts
        found += ((facts["group"], facts["need"], message) for message in facts["messages"])
    assert sorted(found) == sorted(unmet(value))
