from __future__ import annotations

from commplan.rules.tickets.request_unrouted import request_unrouted
from commplan.testing import expect, judge_text


def test_where_who_how_urgent_and_where_it_waits() -> None:
    expect(
        request_unrouted,
        """
        requests:
          a: {intake: "channel:c", owner: "group:g", priority: low, queue: "tool:t"}
          b: {owner: "group:g", priority: low, queue: "tool:t"}  # <- does not say where to ask
          c: {intake: "channel:c", priority: low, queue: "tool:t"}  # <- not say who answers for it
          d: {intake: "channel:c", owner: "group:g", queue: "tool:t"}  # <- say how urgent it is
          e: {intake: "channel:c", owner: "group:g", priority: low}  # <- where its tickets wait
          f: {}  # <- say where to ask, who answers for it, how urgent it is or where its tickets
          g: {intake: "channel:c", owner: [], priority: low, queue: "tool:t"}  # <- who answers
        """,
    )


def test_two_owners_are_none() -> None:
    expect(
        request_unrouted,
        """
        requests:
          a:
            intake: "channel:c"
            owner: ["group:g", "group:h"]  # <- request a has 2 owners (group:g, group:h)
            priority: low
            queue: "tool:t"
          b: {intake: "channel:c", owner: ["group:g"], priority: low, queue: "tool:t"}
          c: {intake: "channel:c", owner: ["group:g", "group:g"], priority: low, queue: "tool:t"}
        """,
    )


def test_one_finding_tells_all_of_it() -> None:
    text = 'requests: {a: {intake: "channel:c", owner: ["role:a", "role:b"], priority: low}}'
    (finding,) = judge_text(request_unrouted, text).findings
    assert finding.message == (
        "request a does not say where its tickets wait, and has 2 owners (role:a, role:b)"
    )
    assert finding.help == "add `queue` and keep one owner"
    assert finding.location.pointer == "/requests/a"
    assert finding.facts == {
        "request": "a",
        "missing": ["queue"],
        "owners": ["role:a", "role:b"],
    }
