from __future__ import annotations

import pytest

from commplan.rules.slas.uneven_support import uneven_support
from commplan.testing import Verdict, judge_text

PLAN = """
channels:
  it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
slas:
  helpdesk:
    applies: {channel: it-help}
    clock: 24x7
    targets: {first_response: 1h}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
  groups:
    finance: {class: department, slack_usergroup: S04FIN}
"""
SLOW, FAST = (44, 46, 48, 50, 52), (17, 19, 21, 23, 25)


def asked(
    slow: tuple[int, ...] = SLOW,
    fast: tuple[int, ...] = FAST,
    *,
    hours: tuple[int, int] = (10, 10),
    people: str = "{tz: Europe/London}",
    members: str = "U10, U11, U12, U13, U14",
) -> str:
    """Two groups of people who ask four times each; ``people`` is what Slack tells of the first."""
    lines, known = [], ["U01ALICE: alice"]
    for group, waits in enumerate((slow, fast)):
        for number, wait in enumerate(waits):
            user = f"U{group + 1}{number}"
            known.append(f"{user}: {people if group == 0 else '{tz: Europe/London}'}")
            at = f"at: 2026-11-02T{hours[group]}:{group * 25 + number * 5:02}"
            thread = f"thread: [{{after: {wait}m, user: U01ALICE}}]" if wait else ""
            lines.append(f"    - {{{at}, every: 1d, times: 4, user: {user}, {thread}}}")
    return f"""
people: {{{", ".join(known)}}}
usergroups: {{S04FIN: {{handle: finance, users: [{members}]}}}}
channels: {{C01HELP: it-help}}
messages:
  C01HELP:
{chr(10).join(lines)}
"""


def judged(workspace: str, text: str = PLAN, **more: object) -> Verdict:
    return judge_text(uneven_support, text, workspace=workspace, **more)  # type: ignore[arg-type]


def test_a_department_that_waits_longer() -> None:
    (message,) = judged(asked()).messages
    assert message == (
        "finance waits longer: median 48m (n 20) against 21m (n 20), ratio 2.3, p below 0.001, "
        "in 28d of sla:helpdesk"
    )


def test_guests_and_people_far_away() -> None:
    nobody = PLAN.replace("class: department", "class: it-staff")
    workspace = asked(
        people="{tz: Australia/Sydney, is_restricted: true, is_ultra_restricted: false}"
    )
    found = judged(workspace, nobody).messages
    assert [message.split(":")[0] for message in found] == [
        "guests wait longer",
        "people in UTC+11 wait longer",
    ]


@pytest.mark.parametrize(
    "workspace",
    [
        asked(fast=SLOW),
        asked(slow=FAST, fast=SLOW),
        asked(slow=(24, 26, 28, 30, 32), fast=(17, 19, 21, 23, 25)),  # a ratio of 1.3
        asked(hours=(10, 22)),  # the hour may be the reason
        asked(slow=SLOW[:4], members="U10, U11, U12, U13"),  # four people are not told
    ],
)
def test_nobody_waits_longer(workspace: str) -> None:
    assert judged(workspace).messages == ()


def test_requests_past_due_count_as_long_as_they_have_waited() -> None:
    (finding,) = judged(asked(slow=(0, 0, 0, 0, 0))).findings
    assert finding.facts["median_seconds"] > 14 * 86_400  # type: ignore[operator]


def test_a_group_of_which_nobody_knows_who_is_in_it() -> None:
    verdict = judged(asked().replace("S04FIN", "S09ELSE"))
    assert verdict.messages == ()
    assert "who is in group:finance is not known" in verdict.skipped[0].reason
