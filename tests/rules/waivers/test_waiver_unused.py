from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.catalogue import catalogue
from commplan.rules import commplan_rules
from commplan.rules.waivers.waiver_unused import waiver_unused
from commplan.testing import Verdict, expect_fixed, judge_text
from tests.depth import examples

RULES = catalogue(commplan_rules())
OWNED = 'channels: {it-help: {kind: slack, owner: "person:alice"}}\n'
UNOWNED = "channels: {it-help: {kind: slack}}\n"
PEOPLE = "stakeholders: {people: {alice: {name: Alice Ng, slack: U01ALICE}}}\n"


def waiver(rule: str = "CHN101", at: str = "/channels/it-help", **changes: str) -> str:
    fields = {
        "rule": rule,
        "at": at,
        "reason": "moves soon",
        "owner": '"person:alice"',
        "approved_by": '"person:bob"',
        "created": '"2026-11-01"',
        "expires": '"2026-12-31"',
        **changes,
    }
    return f"{{{', '.join(f'{key}: {value}' for key, value in fields.items() if value)}}}"


def judge(text: str, **more: object) -> Verdict:
    return judge_text(waiver_unused, text, rules=RULES, **more)  # type: ignore[arg-type]


def test_a_waiver_that_hides_something_is_needed() -> None:
    verdict = judge(UNOWNED + PEOPLE + f"waivers: {{w1: {waiver()}}}")
    assert verdict.messages == ()
    assert verdict.skipped == ()


def test_a_waiver_that_hides_nothing() -> None:
    (finding,) = judge(OWNED + PEOPLE + f"waivers:\n  w1: {waiver()}").findings
    assert finding.message == (
        "waiver w1 hides nothing: no finding of CHN101 lies under /channels/it-help"
    )
    assert finding.help == "remove it"
    assert (finding.location.pointer, finding.location.line) == ("/waivers/w1", 4)
    assert finding.facts == {"waiver": "w1", "rules": ["CHN101"]}
    assert finding.severity == "warning"


@pytest.mark.parametrize(
    ("rule", "at", "is_unused"),
    [
        ("channel-unowned", "/channels/it-help", False),
        ("[ESC203, CHN101]", "/channels/it-help", False),
        ("CHN101", "/channels", False),
        ("CHN101", "/channels/other", True),
        ("ESC203", "/channels/it-help", True),
    ],
)
def test_one_match_is_enough(rule: str, at: str, is_unused: bool) -> None:
    text = UNOWNED + PEOPLE + f"waivers: {{w1: {waiver(rule, at)}}}"
    assert bool(judge(text).messages) is is_unused


def test_of_two_waivers_for_one_fault_both_match() -> None:
    text = UNOWNED + PEOPLE + f"waivers: {{w1: {waiver()}, w2: {waiver(at='/channels')}}}"
    assert judge(text).messages == ()


@pytest.mark.parametrize(
    "more",
    [{"expires": '"2026-11-20"'}, {"approved_by": ""}, {"expires": '"2099-01-01"'}],
)
def test_expired_and_malformed_waivers_are_told_by_others(more: dict[str, str]) -> None:
    verdict = judge(OWNED + PEOPLE + f"waivers: {{w1: {waiver(**more)}}}")
    assert verdict.messages == ()
    assert verdict.skipped == ()


def test_ignores() -> None:
    text = """
        # commplan: ignore-file[ESC203] nobody minds
        channels:
          a: {kind: slack}  # commplan: ignore[CHN101] nobody wants it
          b: {kind: slack, owner: "person:alice"}  # commplan: ignore[CHN101, ESC203] nobody does
          c: {kind: slack, owner: "person:alice"}  # commplan: ignore[CHN101] until=2026-11-20 x
          d: {kind: slack, owner: "person:alice"}  # commplan: ignore[CHN101]
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
        """
    findings = judge(text).findings
    assert [(finding.location.line, finding.message) for finding in findings] == [
        (1, "this ignore hides nothing: no finding of ESC203 is in this file"),
        (4, "this ignore hides nothing: no finding of CHN101 or ESC203 is on line 4"),
    ]
    assert findings[1].facts == {"waiver": None, "rules": ["CHN101", "ESC203"]}
    assert findings[1].location.column == 44


@pytest.mark.parametrize(
    ("rule", "doubt"),
    [
        ("CHN306", "CHN306 did not judge everything: needs a workspace"),
        ("HYG499", "HYG499 is a rule of a later version"),
        ("[CHN101, HYG499]", "HYG499 is a rule of a later version"),
    ],
)
def test_what_the_run_cannot_tell(rule: str, doubt: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commplan.catalogue.RESERVED", {"HYG499": "not-yet-there"})
    verdict = judge(OWNED + PEOPLE + f"waivers: {{w1: {waiver(rule)}}}")
    assert verdict.messages == ()
    assert [(skipped.reason, skipped.pointer) for skipped in verdict.skipped] == [
        (f"waiver w1 may still be needed: {doubt}", "/waivers/w1")
    ]


def test_a_match_leaves_no_doubt() -> None:
    verdict = judge(UNOWNED + PEOPLE + f"waivers: {{w1: {waiver('[CHN101, CHN306]')}}}")
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_a_subject_that_was_not_assessed_leaves_a_doubt() -> None:
    text = """
        severities:
          sev1: {order: 1, sla: "sla:major", path: "escalation:major"}
        slas:
          major: {clock: 24x7, targets: {acknowledge: 1mo}}
        escalations:
          major: {steps: [{notify: ["person:alice"], ack_within: 5m}]}
        waivers:
          w1: %s
        """
    verdict = judge(text % waiver("SLA201", "/slas") + PEOPLE)
    assert verdict.messages == ()
    (skipped,) = verdict.skipped
    assert skipped.reason.startswith(
        "waiver w1 may still be needed: SLA201 did not judge everything: "
    )


def test_a_file_that_could_not_be_judged_leaves_a_doubt() -> None:
    text = OWNED + PEOPLE + f"waivers: {{w1: {waiver()}}}"
    verdict = judge(text, others={"other.yaml": "chanels: {}\nmetadata: {id: other}"})
    assert verdict.messages == ()
    assert verdict.skipped[0].reason == (
        "waiver w1 may still be needed: other.yaml: the plan does not match its schema"
    )


def test_an_audit_judges_waivers_of_live_rules() -> None:
    text = """
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        waivers:
          w1: %s
        """
    verdict = judge(
        text % waiver("CHN306") + PEOPLE,
        workspace="""
            channels:
              C01HELP: {name: it-help}
            people:
              U01ALICE: alice
            """,
    )
    assert verdict.messages == (
        "waiver w1 hides nothing: no finding of CHN306 lies under /channels/it-help",
    )


APART = "apiVersion: commplan/v1\nkind: Waivers\nmetadata: {id: w, plan: %s}\n"


def test_waivers_in_a_document_of_their_own() -> None:
    apart = f"waivers: {{w1: {waiver()}}}"
    used = judge(UNOWNED + PEOPLE, others={"w.yaml": APART % "example" + apart})
    assert used.messages == ()
    unused = judge(OWNED + PEOPLE, others={"w.yaml": APART % "example" + apart})
    assert len(unused.messages) == 1
    assert unused.findings[0].location.path == "w.yaml"
    absent = judge(OWNED + PEOPLE, others={"w.yaml": APART % "elsewhere" + apart})
    assert absent.messages == ()
    assert absent.skipped[0].reason == (
        "waiver w1 may still be needed: no plan 'elsewhere' was judged"
    )


FEW = catalogue(
    rule for rule in RULES.rules if rule.code in {"CHN101", "ESC203", "PLN101", "WVR202"}
)
BOTH = "stakeholders: {people: {alice: {name: Alice Ng}, bob: {name: Bob Ito}}}"
NAMES = ("a", "ab", "b")
OWNERS = {"alice": ', owner: "person:alice"', "gone": ', owner: "person:gone"', "nobody": ""}
WORDS = {
    "CHN101": "CHN101",
    "channel-unowned": "CHN101",
    "PLN101": "PLN101",
    "broken-reference": "PLN101",
    "ESC203": "ESC203",
}
SOME_WORDS = st.lists(st.sampled_from(sorted(WORDS)), min_size=1, max_size=2, unique=True)
POINTERS = st.sampled_from(
    [
        "/channels",
        *(f"/channels/{name}" for name in NAMES),
        *(f"/channels/{name}/owner" for name in NAMES),
        "/channels/a/kind",
        "/stakeholders",
    ]
)


@examples(60)
@given(
    st.fixed_dictionaries({name: st.sampled_from(sorted(OWNERS)) for name in NAMES}),
    st.lists(st.tuples(SOME_WORDS, POINTERS), max_size=4),
    st.dictionaries(st.sampled_from([*NAMES, "the file"]), SOME_WORDS, max_size=3),
)
def test_against_a_list_of_the_faults(
    owners: dict[str, str],
    waivers: list[tuple[list[str], str]],
    ignores: dict[str, list[str]],
) -> None:
    """A cover is needed as soon as one fault of its rules is where it looks."""
    faults = [("CHN101", f"/channels/{name}") for name in NAMES if owners[name] == "nobody"]
    faults += [("PLN101", f"/channels/{name}/owner") for name in NAMES if owners[name] == "gone"]

    def is_needed(words: list[str], under: str) -> bool:
        rules = {WORDS[word] for word in words}
        return any(code in rules and f"{at}/".startswith(f"{under}/") for code, at in faults)

    def comment(where: str, kind: str) -> str:
        words = ignores.get(where)
        return f"  # commplan: {kind}[{', '.join(words)}] nobody minds" if words else ""

    lines = [
        comment("the file", "ignore-file").strip() or "# nothing to ignore",
        "channels:",
        *(f"  {n}: {{kind: slack{OWNERS[owners[n]]}}}{comment(n, 'ignore')}" for n in NAMES),
        *(["waivers:"] if waivers else []),
        *(f"  w{n}: {waiver(str(words), at)}" for n, (words, at) in enumerate(waivers)),
        BOTH,
    ]
    verdict = judge_text(waiver_unused, "\n".join(lines), rules=FEW)
    assert verdict.skipped == ()
    found = {f.facts["waiver"] or f.location.line for f in verdict.findings}
    unused = {f"w{n}" for n, (words, at) in enumerate(waivers) if not is_needed(words, at)}
    where = {"the file": (1, ""), **{n: (3 + i, f"/channels/{n}") for i, n in enumerate(NAMES)}}
    idle = {where[n][0] for n, words in ignores.items() if not is_needed(words, where[n][1])}
    assert found == unused | idle


def test_unused_waivers_and_ignores_are_removed() -> None:
    waiver = """
      reason: moves
      owner: "person:alice"
      approved_by: "person:alice"
      created: "2026-11-01"
      expires: "2026-12-31"
    """.strip()
    text = f"""\
channels:
  # commplan: ignore[CHN101] owned by now
  it-help: {{kind: slack, owner: "person:alice"}}  # commplan: ignore[CHN002] legal
waivers:
  w1:
      rule: CHN101
      at: /channels/it-help
      {waiver}
{PEOPLE}"""
    mended = f"""\
channels:
  it-help: {{kind: slack, owner: "person:alice"}}
waivers: {{}}
{PEOPLE}"""
    expect_fixed(waiver_unused, text, mended, unsafe=False, rules=RULES)
