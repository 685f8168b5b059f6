from __future__ import annotations

import random

from commplan.rules.goals.comms_resolution_correlation import comms_resolution_correlation
from commplan.testing import Verdict, judge_text

PLAN = """
severities:
  sev1: {order: 1}
channels:
  incidents: {kind: slack, slack: C02INC, purpose: major-incident}
kpis:
  mttr: {metric: resolve, source: incidents.csv}
evidence: {incidents: incidents.csv}
"""
UPDATES = PLAN.replace(
    "{incidents: incidents.csv}", "{incidents: incidents.csv, updates: updates.csv}"
)
HEAD = "id,severity,started_at,resolved_at\n"


def incidents(lengths: list[int]) -> dict[str, str]:
    rows = (
        f"I-{n},sev1,2026-{9 + n // 20:02}-{1 + n % 20:02}T08:00Z,{ended(n, length)}\n"
        for n, length in enumerate(lengths)
    )
    return {"incidents.csv": HEAD + "".join(rows)}


def ended(number: int, minutes: int) -> str:
    day = f"2026-{9 + number // 20:02}-{1 + number % 20:02}"
    return f"{day}T{8 + minutes // 60:02}:{minutes % 60:02}Z"


def updates(first: list[int]) -> dict[str, str]:
    rows = "".join(f"I-{n},{ended(n, minutes)}\n" for n, minutes in enumerate(first))
    return {"updates.csv": "incident,posted_at\n" + rows}


def judged(
    text: str, files: dict[str, str], workspace: str | None = None, **more: object
) -> Verdict:
    return judge_text(
        comms_resolution_correlation,
        text,
        files=files,
        workspace=workspace,
        **more,  # type: ignore[arg-type]
    )


RISING = [100 + 3 * n for n in range(24)]


def test_what_goes_with_slower_and_with_faster_resolution() -> None:
    first = [60 - n for n in range(24)]
    gap, response = judged(UPDATES, incidents(RISING) | updates(first)).findings
    assert gap.message == (
        "longer update gaps go with slower resolution: rho 0.98, p below 0.001, 24 incidents "
        "(association, not cause)"
    )
    assert response.message.startswith("later first updates go with faster resolution: rho -1.00")
    assert gap.severity == "info"


def test_what_is_by_chance_is_not_told() -> None:
    by = random.Random(2)
    lengths = [100 + n for n in by.sample(range(19), 19)] + [119]
    first = by.sample(range(60, 98), 20)
    assert judged(UPDATES, incidents(lengths) | updates(first)).messages == ()


def test_incidents_without_updates_tell_nothing_about_updates() -> None:
    """To their end it takes as long as they last: that would go together by itself."""
    by = random.Random(2)
    lengths = [100 + n for n in by.sample(range(19), 19)] + [119]
    first = by.sample(range(60, 98), 20)
    silent = [200 + 5 * n for n in range(20)]
    verdict = judged(UPDATES, incidents(lengths + silent) | updates(first))
    assert verdict.messages == verdict.skipped == ()
    (skipped,) = judged(UPDATES, incidents(lengths + silent) | updates(first[:19])).skipped
    assert skipped.reason == (
        "19 resolved incidents of the last 180d had updates, and it takes 20 to tell what goes "
        "with their length"
    )


def test_few_incidents_tell_nothing() -> None:
    verdict = judged(UPDATES, incidents(RISING[:19]) | updates([60] * 19))
    assert verdict.messages == ()
    assert verdict.skipped[0].reason == (
        "19 resolved incidents of the last 180d are known, and it takes 20 to tell what goes "
        "with their length"
    )
    assert judged(
        UPDATES, incidents(RISING[:19]) | updates([60] * 19), parameters={"min_n": 19}
    ).messages


def test_the_use_of_threads() -> None:
    """The longer an incident, the less of what people wrote stands in its threads."""
    lines = []
    for n in range(24):
        day = ended(n, 0)[:10]
        thread = ", ".join(f"{{after: {m}m, user: U2}}" for m in range(1, 25 - n))
        lines.append(f"    - {{at: {day}T08:01, user: U1, thread: [{thread}]}}")
        lines.append(f"    - {{at: {day}T08:30, user: U3, every: 1m, times: {n + 1}}}")
    text = "\n".join(lines)
    workspace = f"channels: {{C02INC: incidents}}\nmessages:\n  C02INC:\n{text}\n"
    found = judged(PLAN, incidents(RISING), workspace).findings
    (use,) = (one for one in found if one.facts["measure"] == "thread_use")
    assert use.message.startswith("larger shares in threads go with faster resolution: rho -1.00")


def test_what_cannot_be_told() -> None:
    reasons = [one.reason for one in judged(PLAN, incidents(RISING)).skipped]
    assert "no messages were read, and the plan names no file of updates" in reasons
    (skipped,) = judged(PLAN, {}).skipped
    assert skipped.reason.startswith("which incidents there were is not known")
    (skipped,) = judged("severities: {sev1: {order: 1}}", {}).skipped
    assert skipped.reason == "the plan names no file of incidents"
