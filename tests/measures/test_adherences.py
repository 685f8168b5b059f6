from random import Random

from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import HOUR, parse_duration
from commplan.history import MarkRow, MessageRow
from commplan.measures import Adherence, Unrecognisable, template_adherence
from tests.depth import examples
from tests.measures.made import AS_OF, history_of, plan_with_files

PLAN, FILES = plan_with_files(
    """
    metadata: {id: desk}
    channels:
      inc: {kind: slack, slack: C01INC}
      ops: {kind: slack, slack: C02OPS}
      mail: {kind: email}
    automations:
      form: {kind: workflow, app: A09FORM, message: update}
    messages:
      update:
        via: ["channel:inc", "channel:ops", "channel:mail"]
        sender: "group:crew"
        template: "template:update"
      blank: {via: ["channel:ops"], template: "template:blank"}
      mailed: {via: ["channel:mail"], template: "template:update"}
    templates:
      update: {text: "{{ summary }}\\nImpact: {{ impact }}\\nNext: {{ next }}"}
      blank: {text: "{{ summary }}"}
    stakeholders:
      groups: {crew: {members: ["person:a", "person:b"]}}
      people:
        a: {name: A, slack: U01}
        b: {name: B, slack: U02}
    """,
    {},
)
WORKSPACE = """
people: {U01: a, U02: b, U09: x}
channels: {C01INC: inc, C02OPS: ops}
messages: {C01INC: [], C02OPS: []}
"""
FIELDS = ("summary", "impact", "next")


@examples(25)
@given(st.integers(0, 10**9))
def test_agrees_with_a_look_at_every_post(seed: int) -> None:
    by = Random(seed)
    messages: dict[tuple[str, int], MessageRow] = {}
    marks: list[MarkRow] = []
    for _ in range(80):
        channel, at = by.choice(("C01INC", "C02OPS")), AS_OF - by.randrange(32 * 24) * HOUR
        author = by.choice(("U01", "U02", "U09", None))
        app = None if author else by.choice(("A09FORM", "A01ELSE"))
        kind = "human" if author else "bot"
        messages[channel, at] = MessageRow(channel, at, None, author, kind, False, None, app)
    there: dict[tuple[str, int], set[str]] = {}
    for key in messages:
        if by.random() < 0.8:
            there[key] = set(by.sample(FIELDS, by.randrange(4)))
            marks.append(MarkRow(*key, "template", "desk/update", len(there[key])))
            marks += [MarkRow(*key, "template", f"desk/update/{one}", 1) for one in there[key]]
            marks.append(MarkRow(*key, "template", "other/update/next", 1))
    history = history_of(PLAN, WORKSPACE, messages.values(), marks)
    found, blank = template_adherence(history, FILES, parse_duration("28d"))
    assert isinstance(found, Adherence)
    assert isinstance(blank, Unrecognisable)
    posts = [
        there[key]
        for key, row in messages.items()
        if key in there
        and AS_OF - row.at <= 28 * 24 * HOUR
        and (row.author in ("U01", "U02") or row.app == "A09FORM")
    ]
    assert (found.posts, found.complete) == (len(posts), sum(len(one) == 3 for one in posts))
    missing = {field: sum(field not in one for one in posts) for field in FIELDS}
    assert found.missing == {field: number for field, number in missing.items() if number}
    assert sorted(found.missing.values(), reverse=True) == [*found.missing.values()]
