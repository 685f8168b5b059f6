from random import Random

from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import WEEK
from commplan.history import MarkRow, MessageRow
from commplan.measures import channel_tones
from tests.depth import examples
from tests.measures.made import AS_OF, history_of, plan_of

PLAN = plan_of(
    """
    metadata: {id: desk}
    channels:
      ops: {kind: slack, slack: C01OPS, purpose: team}
      dev: {kind: slack, slack: C02DEV, purpose: team}
    """
)
WORKSPACE = """
people: {U01: a, U02: b, U03: {is_bot: true}}
channels: {C01OPS: ops, C02DEV: dev}
messages: {C01OPS: [], C02DEV: []}
"""


@examples(25)
@given(st.integers(0, 10**9))
def test_agrees_with_a_count_message_by_message(seed: int) -> None:
    by = Random(seed)
    messages, marks = [], []
    for _ in range(40):
        row = MessageRow(
            channel=by.choice(("C01OPS", "C02DEV")),
            at=AS_OF - by.choice((0, WEEK, 2 * WEEK, by.randrange(5 * WEEK))) + by.randrange(-2, 2),
            thread=None,
            author=by.choice(("U01", "U02", "U03", None)),
            kind=by.choice(("human", "human", "bot")),
            broadcast=False,
            bot=None,
            app=None,
        )
        if (row.channel, row.at) in {(one.channel, one.at) for one in messages}:
            continue
        messages.append(row)
        words = by.randrange(9)
        kinds = (("words", "", words), ("tone", "desk", by.randrange(3)), ("tone", "other", 7))
        marks += [MarkRow(row.channel, row.at, kind, value, n) for kind, value, n in kinds if n]
    history = history_of(PLAN, WORKSPACE, messages, marks)
    weeks = by.choice((1, 3, 4))
    for tones in channel_tones(history, history.channels.values(), weeks):
        end = min(AS_OF, tones.window.end)
        terms, words = [0] * weeks, [0] * weeks
        people = set()
        for row in messages:
            ago = end - row.at
            if row.channel != tones.window.measured.id or not 0 <= ago <= weeks * WEEK:
                continue
            if row.kind != "human" or row.author in ("U03", None):
                continue
            people.add(row.author)
            for mark in marks:
                same = (mark.channel, mark.at) == (row.channel, row.at)
                if not same or ago // WEEK == weeks:  # a last instant of no whole week
                    continue
                if mark.kind == "words":
                    words[weeks - 1 - ago // WEEK] += mark.amount
                elif mark.value == "desk":
                    terms[weeks - 1 - ago // WEEK] += mark.amount
        assert tones.terms == tuple(terms)
        assert tones.words == tuple(words)
        assert tones.writers == len(people)


def test_weeks_of_which_not_all_was_read_are_left_out() -> None:
    history = history_of(PLAN, WORKSPACE, ())
    (ops, _) = channel_tones(history, history.channels.values(), 60)
    assert len(ops.terms) == 57  # 400 days
    assert not ops.window.whole
