from commplan.finding import Outcome
from commplan.rules.load.interrupts_over_cap import interrupts_over_cap
from commplan.testing import expect, judge_text

PLAN = """
channels:
  it-help: {kind: slack, slack: C01HELP, intake: {responders: "group:it-ops"}}
escalations:
  major:
    steps:
      - {notify: ["rotation:primary"], ack_within: 5m}
rotations:
  primary:
    timezone: UTC
    start: "2026-01-05T09:00"
    shift: 1w
    users: ["person:a", "person:b", "person:c", "person:d", "person:e"]
stakeholders:
  groups:
    it-ops: {members: ["person:a", "person:b", "person:c", "person:d", "person:e"]}
  people:
    a: {name: A, slack: U01}
    b: {name: B, slack: U02}
    c: {name: C, slack: U03}
    d: {name: D, slack: U04}
    e: {name: E, slack: U05}
"""
WITH_PAGES = f"{PLAN}evidence: {{pages: pages.csv}}\n"
QUIET = """
people: {U01: a, U02: b, U03: c, U04: d, U05: e, U09: ann}
channels: {C01HELP: it-help}
messages:
  C01HELP: []
"""
BUSY = QUIET.replace(
    "[]", '[{at: 2026-10-24T09:30, every: 4h, times: 168, user: U09, text: "<!here> help"}]'
)


def pages(number: int) -> dict[str, str]:
    days = (f"2026-11-{1 + n % 20:02}T{n // 20 % 24:02}:00:00Z" for n in range(number))
    return {"pages.csv": "path,at,person\n" + "".join(f"major,{day},\n" for day in days)}


def test_the_figure_comes_with_its_parts_and_its_interval() -> None:
    marked = PLAN.replace("  primary:\n", "  primary:  # <- rotation:primary: 3.0 interrupts\n", 1)
    expect(interrupts_over_cap, marked, workspace=BUSY)
    (finding,) = judge_text(interrupts_over_cap, PLAN, workspace=BUSY).findings
    assert finding.message == (
        "rotation:primary: 3.0 interrupts per 12h on call (168 channel pings in 672h, "
        "95 % CI 2.6–3.5); limit 2"
    )
    assert finding.outcome is Outcome.FAIL


def test_the_limit_of_the_plan_wins() -> None:
    stated = f"{PLAN}protocols: {{notifications: {{max_interrupts_per_shift: 4}}}}\n"
    verdict = judge_text(interrupts_over_cap, stated, workspace=BUSY)
    assert (verdict.findings, verdict.skipped) == ((), ())
    near = stated.replace("shift: 4", "shift: 3")
    (finding,) = judge_text(interrupts_over_cap, near, workspace=BUSY).findings
    assert finding.outcome is Outcome.INCONCLUSIVE
    assert finding.related[0].location.pointer.endswith("/max_interrupts_per_shift")


def test_pages_count_along_with_messages() -> None:
    (finding,) = judge_text(
        interrupts_over_cap, WITH_PAGES, workspace=BUSY, files=pages(40)
    ).findings
    assert "(40 pages and 168 channel pings in 672h" in finding.message


def test_pages_alone_will_do() -> None:
    verdict = judge_text(interrupts_over_cap, WITH_PAGES, workspace="people: {}", files=pages(200))
    (finding,) = verdict.findings
    assert finding.facts["pages"] == 200
    assert finding.outcome is Outcome.FAIL
    assert not judge_text(
        interrupts_over_cap, WITH_PAGES, workspace="people: {}", files=pages(20)
    ).findings


def test_without_any_record_nothing_is_judged() -> None:
    verdict = judge_text(interrupts_over_cap, PLAN, workspace="people: {}")
    assert not verdict.findings
    assert [skipped.reason for skipped in verdict.skipped] == [
        "no messages are measured, and the plan names no `evidence.pages`"
    ]


def test_a_malformed_file_is_no_pass() -> None:
    verdict = judge_text(
        interrupts_over_cap, WITH_PAGES, workspace=QUIET, files={"pages.csv": "path,at\nmajor,?\n"}
    )
    assert verdict.skipped[0].reason.startswith("who was paged is not known: pages.csv")


def test_names_that_the_plan_lacks_are_told() -> None:
    text = "path,at,person\nmajro,2026-11-01T00:00:00Z,a\nmajor,2026-11-01T00:00:00Z,zed\n"
    verdict = judge_text(
        interrupts_over_cap, WITH_PAGES, workspace=QUIET, files={"pages.csv": text}
    )
    assert [skipped.reason for skipped in verdict.skipped] == [
        "pages.csv: the plan has no path 'majro'; did you mean major?",
        "pages.csv: the plan has no person 'zed'",
    ]


def test_of_few_people_nothing_is_told() -> None:
    few = PLAN.replace('"person:d", "person:e"]\nstake', '"person:d"]\nstake')
    verdict = judge_text(interrupts_over_cap, few, workspace=BUSY)
    assert not verdict.findings
    assert [skipped.reason for skipped in verdict.skipped] == [
        "rotation:primary has fewer than 5 people"
    ]
    lowered = judge_text(interrupts_over_cap, few, workspace=BUSY, parameters={"min_group": 4})
    assert len(lowered.findings) == 1


def test_what_one_says_oneself_is_no_interruption() -> None:
    own = BUSY.replace("U09, text", "U01, text")
    (finding,) = judge_text(
        interrupts_over_cap, PLAN, workspace=own, parameters={"max_interrupts_per_shift": 1}
    ).findings
    interrupts = finding.facts["interrupts"]
    assert isinstance(interrupts, int)
    assert 0 < interrupts < 168


def test_a_plan_without_rotations_is_left_alone() -> None:
    plan = "channels: {it-help: {kind: slack, slack: C01HELP}}"
    verdict = judge_text(interrupts_over_cap, plan, workspace=BUSY)
    assert (verdict.findings, verdict.skipped) == ((), ())


def test_where_less_was_read_than_asked_for_few_interrupts_prove_nothing() -> None:
    (finding,) = judge_text(
        interrupts_over_cap, PLAN, workspace=QUIET, parameters={"window": "401d"}
    ).findings
    assert finding.outcome is Outcome.INCONCLUSIVE
    assert "known from 2025-10-17T09:00:00Z on" in finding.message
