from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import DAY, parse_duration
from commplan.history import MarkRow, ThreadRow
from commplan.measures import Exposure, exposures
from tests.measures.made import AS_OF, history_of, plan_of

PLAN = plan_of(
    """
    classification: {order: [public, internal, restricted], above: {vip: [public]}}
    channels:
      help: {kind: slack, slack: C01HELP, ceiling: internal}
      board: {kind: slack, slack: C02BOARD, ceiling: restricted}
      chat: {kind: slack, slack: C03CHAT}
    """
)
WORKSPACE = """
channels: {C01HELP: help, C02BOARD: board, C03CHAT: chat}
messages: {C01HELP: [], C02BOARD: [], C03CHAT: []}
"""
MONTH = parse_duration("28d")
ABOVE = {"C01HELP": {"restricted", "vip"}, "C02BOARD": {"vip"}, "C03CHAT": set()}

marks = st.lists(
    st.builds(
        MarkRow,
        channel=st.sampled_from(sorted(ABOVE)),
        at=st.integers(0, 40).map(lambda days: AS_OF - days * DAY + 1),
        kind=st.just("secret"),
        value=st.sampled_from(["card number:aa", "card number:bb", "password:cc"]),
        amount=st.integers(1, 3),
    )
    | st.builds(
        MarkRow,
        channel=st.sampled_from(sorted(ABOVE)),
        at=st.integers(0, 40).map(lambda days: AS_OF - days * DAY),
        kind=st.just("label"),
        value=st.sampled_from(["public", "internal", "restricted", "vip"]),
        amount=st.just(1),
    ),
    max_size=30,
)


@given(marks)
def test_agrees_with_a_look_at_every_mark(rows: list[MarkRow]) -> None:
    expected: dict[tuple[str, str], set[int]] = {}
    for row in rows:
        is_above = row.kind == "secret" or row.value in ABOVE[row.channel]
        if AS_OF - 28 * DAY <= row.at <= AS_OF and is_above:
            expected.setdefault((row.channel, row.value), set()).add(row.at)
    found = [
        one for one in exposures(history_of(PLAN, WORKSPACE, (), rows), MONTH)
        if isinstance(one, Exposure)
    ]  # fmt: skip
    told = {
        (one.measured.id, one.label or f"{one.what}:{one.digest}"): (
            one.messages,
            one.first,
            one.last,
        )
        for one in found
    }
    assert told == {key: (len(ats), min(ats), max(ats)) for key, ats in expected.items()}
    assert len(found) == len(expected)


def test_threads_that_were_not_read_are_told() -> None:
    threads = [
        ThreadRow("C01HELP", AS_OF - DAY, 3, AS_OF, whole=False, read_at=AS_OF),
        ThreadRow("C01HELP", AS_OF - 40 * DAY, 3, AS_OF, whole=False, read_at=AS_OF),
        ThreadRow("C02BOARD", AS_OF - DAY, 3, AS_OF, whole=True, read_at=AS_OF),
    ]
    history = history_of(PLAN, WORKSPACE, (), threads=threads)
    (unsearched,) = exposures(history, MONTH)
    assert unsearched.reason == "replies in 1 thread of #help (C01HELP) were not read"
