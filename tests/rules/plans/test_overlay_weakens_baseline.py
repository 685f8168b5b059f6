from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from commplan.rules.plans.overlay_weakens_baseline import overlay_weakens_baseline
from commplan.testing import Verdict, expect, judge_text
from tests.depth import examples

REST = """
classification: {order: [public, internal, confidential, restricted]}
channels: {c: {kind: slack}, d: {kind: slack}}
severities: {sev1: {order: 1}}
slas: {s: {targets: {next_response: 1d}}}
"""
"""What completes the fragments; a baseline behind all others says it."""


def judge(plan: str, *baselines: str) -> Verdict:
    """Judge a plan that extends baselines, the nearest first, of which REST is the last."""
    names = ["plan", *(f"base{number or ''}" for number in range(len(baselines))), "rest"]
    texts = {}
    for number, (name, text) in enumerate(zip(names, [plan, *baselines, REST], strict=True)):
        value = yaml.safe_load(text)
        following = {"extends": f"{names[number + 1]}.yaml"} if name != "rest" else {}
        head = {"id": name, **following, **value.get("metadata", {})}
        kind = "Baseline" if number else "CommunicationPlan"
        whole = {"apiVersion": "commplan/v1", "kind": kind, **value, "metadata": head}
        texts[f"{name}.yaml"] = yaml.safe_dump(whole, sort_keys=False)
    verdict = judge_text(overlay_weakens_baseline, texts.pop("plan.yaml"), files=texts)
    assert not any("schema" in skipped.reason for skipped in verdict.skipped)
    return verdict


def over(plan: str, baseline: str) -> list[str]:
    """What is said of a plan that extends a baseline."""
    return list(judge(plan, baseline).messages)


def test_the_message_of_the_contract() -> None:
    verdict = judge(
        "slas: {major: {targets: {acknowledge: 15m}}}",
        "slas: {major: {targets: {acknowledge: 10m}}}",
    )
    (finding,) = verdict.findings
    assert finding.message == "acknowledge of sla:major is 15m, looser than 10m in the baseline"
    assert finding.help == "write a stricter value, or leave it out: then the baseline's holds"
    assert finding.location[:2] == ("plan.yaml", "/slas/major/targets/acknowledge")
    (related,) = finding.related
    assert related.location[:2] == ("base.yaml", "/slas/major/targets/acknowledge")
    assert finding.facts == {
        "field": "slas.major.targets.acknowledge",
        "value": "15m",
        "baseline": "10m",
    }


@pytest.mark.parametrize(
    ("looser", "stricter", "words"),
    [
        (
            "reviews: {plan: {every: 12mo}}",
            "reviews: {plan: {every: 6mo}}",
            "every of reviews.plan is 12mo, looser than 6mo in the baseline",
        ),
        (
            "protocols: {tone: {max_grade: 10}}",
            "protocols: {tone: {max_grade: 9}}",
            "max_grade of protocols.tone is 10, looser than 9 in the baseline",
        ),
        (
            "slas: {s: {targets: {update_every: {fixing: 30m}}}}",
            "slas: {s: {targets: {update_every: {fixing: 20m}}}}",
            "update_every while fixing of sla:s is 30m, looser than 20m in the baseline",
        ),
        (
            "slas: {s: {targets: {update_every: {fixing: 30m, watching: 25m}}}}",
            "slas: {s: {targets: {update_every: 20m}}}",
            "update_every of sla:s is 30m, looser than 20m in the baseline",
        ),
        (
            "obligations: {gdpr-33: {deadline: 72h}}",
            "obligations: {gdpr-33: {deadline: 48h}}",
            "deadline of obligation gdpr-33 is 72h, looser than 48h in the baseline",
        ),
        (
            "coverage: {sev1: {min_depth: 1}}",
            "coverage: {sev1: {min_depth: 2}}",
            "min_depth of coverage.sev1 is 1, looser than 2 in the baseline",
        ),
        (
            "slas: {s: {objective: {attainment: 0.9}}}",
            "slas: {s: {objective: {attainment: 0.95}}}",
            "attainment of sla:s is 0.9, looser than 0.95 in the baseline",
        ),
        (
            'kpis: {k: {threshold: "<=30m"}}',
            'kpis: {k: {threshold: "<30m"}}',
            "threshold of kpi k is <=30m, looser than <30m in the baseline",
        ),
        (
            'kpis: {k: {threshold: ">=4"}}',
            'kpis: {k: {threshold: ">=4.2"}}',
            "threshold of kpi k is >=4, looser than >=4.2 in the baseline",
        ),
        (
            "messages: {m: {class: public}}",
            "messages: {m: {class: internal}}",
            "class of message m is public, looser than internal in the baseline",
        ),
        (
            "channels: {c: {ceiling: restricted}}",
            "channels: {c: {ceiling: internal}}",
            "ceiling of channel:c is restricted, looser than internal in the baseline",
        ),
        (
            "classification: {medium_ceiling: {sms: internal}}",
            "classification: {medium_ceiling: {sms: public}}",
            "sms of classification.medium_ceiling is internal, looser than public in the baseline",
        ),
        (
            "stakeholders: {groups: {g: {clearance: confidential}}}",
            "stakeholders: {groups: {g: {clearance: internal}}}",
            "clearance of group:g is confidential, looser than internal in the baseline",
        ),
        (
            'channels: {c: {audience: ["group:a", "group:b", "group:d"]}}',
            'channels: {c: {audience: ["group:b"]}}',
            "audience of channel:c has group:a and 1 more, which the baseline leaves out",
        ),
        (
            "channels: {c: {visibility: public}}",
            "channels: {c: {visibility: private}}",
            "visibility of channel:c is public, looser than private in the baseline",
        ),
        (
            "protocols: {threads: recommended}",
            "protocols: {threads: required}",
            "threads of protocols is recommended, looser than required in the baseline",
        ),
        (
            "severities: {sev1: {pir: {required: false}}}",
            "severities: {sev1: {pir: {required: true}}}",
            "required of severity sev1 is false, looser than true in the baseline",
        ),
        (
            "templates: {t: {fields: [impact]}}",
            "templates: {t: {fields: [next_update, impact]}}",
            "fields of template:t lacks next_update, which the baseline has",
        ),
        (
            "metadata: {profiles: [nis2]}",
            "metadata: {profiles: [gdpr, nis2]}",
            "profiles of metadata lacks gdpr, which the baseline has",
        ),
        (
            "slas: {s: {applies: {severity: sev1}}}",
            "slas: {s: {applies: {severity: [sev1, sev2]}}}",
            "severity of sla:s lacks sev2, which the baseline has",
        ),
    ],
)
def test_fields_with_an_order(looser: str, stricter: str, words: str) -> None:
    assert over(looser, stricter) == [words]
    assert over(stricter, looser) == []
    assert over(looser, looser) == []


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (
            'channels: {c: {owner: "role:a"}}',
            'channels: {c: {owner: "role:b"}}',
            "owner of channel:c is role:a instead of role:b in the baseline",
        ),
        (
            "metadata: {timezone: Asia/Tokyo}",
            "metadata: {timezone: Europe/London}",
            "timezone of metadata is Asia/Tokyo instead of Europe/London in the baseline",
        ),
        (
            "stakeholders: {people: {a: {name: Ann}}}",
            "stakeholders: {people: {a: {name: Anne}}}",
            "name of person:a is Ann instead of Anne in the baseline",
        ),
        (
            "protocols: {conduct: {blameless: false}}",
            "protocols: {conduct: {blameless: true}}",
            "blameless of protocols.conduct is false instead of true in the baseline",
        ),
        (
            'stakeholders: {groups: {g: {members: ["person:a"]}}}',
            'stakeholders: {groups: {g: {members: ["person:a", "person:b"]}}}',
            "members of group:g differs from the baseline",
        ),
        (
            'severities: {sev1: {criteria: {min_users: ">=5"}}}',
            'severities: {sev1: {criteria: {min_users: ">=3"}}}',
            "min_users of severity sev1 is >=5 instead of >=3 in the baseline",
        ),
        (
            'kpis: {k: {threshold: ">=30m"}}',
            'kpis: {k: {threshold: "<=30m"}}',
            "threshold of kpi k is >=30m instead of <=30m in the baseline",
        ),
        (
            "{classification: {above: {odd: [public]}}, channels: {c: {ceiling: odd}}}",
            "{classification: {above: {odd: [public]}}, channels: {c: {ceiling: internal}}}",
            "ceiling of channel:c is odd, which does not compare with internal in the baseline",
        ),
    ],
)
def test_fields_without_an_order_stay_as_they_are(now: str, before: str, words: str) -> None:
    assert over(now, before) == [words]
    assert len(over(before, now)) == 1
    assert over(now, now) == []


@pytest.mark.parametrize(("now", "before"), [("odd", "internal"), ("internal", "odd")])
def test_what_is_no_class_is_left_to_another_rule(now: str, before: str) -> None:
    text = "channels: {{c: {{ceiling: {}}}}}"
    verdict = judge(text.format(now), text.format(before))
    assert verdict.findings == ()
    (skipped,) = verdict.skipped
    told = f"ceiling of channel:c is {now}, and {before} in the baseline: odd is no class"
    assert (skipped.reason, skipped.pointer) == (told, "/channels/c/ceiling")


def test_without_an_order_there_is_one_remedy() -> None:
    text = "slas: {{s: {{clock: {}}}}}"
    (finding,) = judge(text.format('"calendar:uk"'), text.format("24x7")).findings
    assert finding.help == ("leave it out: then the baseline's holds, as it has to in every plan")


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ("slas: {s: {objective: {window: 28d}}}", "slas: {s: {objective: {window: 4w}}}"),
        ("capacity: {responders: 4.0}", "capacity: {responders: 4}"),
        ("channels: {d: {kind: slack}}", "channels: {c: {kind: slack}}"),
        ("channels: {c: {topic: News}}", "channels: {c: {kind: slack}}"),
        (
            'metadata: {title: X, version: 2, owner: "role:a"}',
            'metadata: {title: Y, version: 1, owner: "role:b", approved: "2026-01-01"}',
        ),
        (
            'reviews: {plan: {last: "2026-01-01", records: a.csv}}',
            'reviews: {plan: {last: "2026-02-01", records: b.csv}}',
        ),
        (
            'stakeholders: {external: {x: {verified: "2026-01-01"}}}',
            'stakeholders: {external: {x: {verified: "2026-02-01"}}}',
        ),
        ("evidence: {training: a.csv}", "evidence: {training: b.csv}"),
    ],
)
def test_what_may_differ(now: str, before: str) -> None:
    assert over(now, before) == []
    assert over(before, now) == []


def test_days_and_hours_are_not_compared() -> None:
    verdict = judge("slas: {s: {targets: {resolve: 2bd}}}", "slas: {s: {targets: {resolve: 48h}}}")
    assert verdict.findings == ()
    (skipped,) = verdict.skipped
    assert skipped.reason == (
        "resolve of sla:s is 2bd, and 48h in the baseline: which is more, calendars decide"
    )
    assert skipped.pointer == "/slas/s/targets/resolve"


STEPS = """
escalations:
  desk:
    steps:
    - {notify: ["role:a"], via: [{slack: 0m}, {phone: 2m}], ack_within: 5m}
    - {notify: ["role:b"], ack_within: 10m, management: true}
"""


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        (["a", "b"], []),
        (["a", "c", "b"], []),
        (["c", "a", "b", "c"], []),
        (
            ["a"],
            ["steps of escalation:desk lack step 2, which notifies role:b in the baseline"],
        ),
        (
            ["b", "a"],
            ["steps of escalation:desk lack step 2, which notifies role:b in the baseline"],
        ),
        (
            [],
            [
                "steps of escalation:desk lack step 1, which notifies role:a in the baseline",
                "steps of escalation:desk lack step 2, which notifies role:b in the baseline",
            ],
        ),
    ],
)
def test_steps_only_grow(steps: list[str], words: list[str]) -> None:
    lines = {
        "a": '{notify: ["role:a", "role:x"], via: [{phone: 1m}, {slack: 0m}], ack_within: 5m}',
        "b": '{notify: ["role:b"], ack_within: 5m, management: true}',
        "c": '{notify: ["role:c"]}',
    }
    text = "escalations: {desk: {steps: [" + ", ".join(lines[step] for step in steps) + "]}}"
    verdict = judge(text, STEPS)
    assert list(verdict.messages) == words
    assert len({finding.fingerprint for finding in verdict.findings}) == len(words)


@pytest.mark.parametrize(
    ("step", "field", "words"),
    [
        (
            '{notify: ["role:a"], via: [{slack: 0m}, {phone: 2m}], ack_within: 6m}',
            "ack_within",
            "is 6m, looser than 5m in the baseline",
        ),
        (
            '{notify: ["role:a"], via: [{slack: 0m}, {phone: 2m}]}',
            "ack_within",
            "is left out, and 5m in the baseline",
        ),
        (
            '{notify: ["role:a"], via: [{slack: 0m}], ack_within: 5m}',
            "via",
            "lacks phone, which the baseline has",
        ),
        (
            '{notify: ["role:a"], via: [{slack: 0m}, {phone: 3m}], ack_within: 5m}',
            "via",
            "with phone is 3m, looser than 2m in the baseline",
        ),
    ],
)
def test_steps_that_stay_are_no_looser(step: str, field: str, words: str) -> None:
    text = f"""
escalations:
  desk:
    steps:
    - {{notify: ["role:c"]}}
    - {step}
    - {{notify: ["role:b"], ack_within: 10m, management: true}}
"""
    verdict = judge(text, STEPS)
    assert verdict.messages == (f"{field} of step 2 of escalation:desk {words}",)
    (finding,) = verdict.findings
    assert finding.location.path == "plan.yaml"
    assert finding.location.pointer.startswith("/escalations/desk/steps/1")
    assert finding.related[0].location[:2] == (
        "base.yaml",
        f"/escalations/desk/steps/0/{field}",
    )


def test_the_strictest_of_a_chain_counts() -> None:
    text = "slas: {s: {targets: {resolve: 8h}}}"
    near, far = "slas: {s: {targets: {resolve: 4h}}}", "slas: {s: {targets: {resolve: 2h}}}"
    for base, other, path in ((near, far, "base1.yaml"), (far, near, "base.yaml")):
        (finding,) = judge(text, base, other).findings
        assert finding.message == "resolve of sla:s is 8h, looser than 2h in the baseline"
        assert finding.related[0].location.path == path


def test_a_baseline_that_weakens_another_is_told_where_it_does() -> None:
    verdict = judge(
        "slas: {s: {clock: 24x7}}",
        "slas: {s: {targets: {resolve: 4h}}}",
        "slas: {s: {targets: {resolve: 2h}}}",
    )
    (finding,) = verdict.findings
    assert finding.message == "resolve of sla:s is 4h, looser than 2h in the baseline"
    assert finding.location[:2] == ("base.yaml", "/slas/s/targets/resolve")
    assert finding.related[0].location.path == "base1.yaml"


def test_a_plan_may_mend_what_the_nearest_baseline_weakens() -> None:
    verdict = judge(
        "slas: {s: {targets: {resolve: 2h}}}",
        "slas: {s: {targets: {resolve: 4h}}}",
        "slas: {s: {targets: {resolve: 2h}}}",
    )
    assert verdict.findings == ()


def test_a_plan_that_extends_nothing() -> None:
    expect(overlay_weakens_baseline, "slas: {s: {targets: {resolve: 4h}}}")


CLASSES = ["public", "internal", "confidential", "restricted"]
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "slas.s.targets.acknowledge": st.sampled_from(["30m", "60m", "1h", "90m", "2h", "120m"]),
    "coverage.sev1.min_depth": st.integers(1, 4),
    "channels.c.ceiling": st.sampled_from(CLASSES),
    "templates.t.fields": st.lists(
        st.sampled_from(["impact", "scope", "next_update"]), min_size=1, unique=True
    ),
}
SOME_SAY = st.lists(st.fixed_dictionaries({}, optional=FIELDS), min_size=2, max_size=3)
ALL_DIFFER = st.fixed_dictionaries(
    {
        field: st.lists(values, min_size=3, max_size=3, unique_by=str)
        for field, values in FIELDS.items()
    }
).map(lambda said: [{field: values[n] for field, values in said.items()} for n in range(3)])


def minutes(text: str) -> int:
    return int(text[:-1]) * {"m": 1, "h": 60}[text[-1]]


def is_weaker(field: str, now: Any, before: Any) -> bool:
    match field.rpartition(".")[2]:
        case "acknowledge":
            return minutes(now) > minutes(before)
        case "min_depth":
            return bool(now < before)
        case "ceiling":
            return CLASSES.index(now) > CLASSES.index(before)
    return not set(before) <= set(now)


def document(values: dict[str, Any]) -> str:
    value: dict[str, Any] = {}
    for field, content in values.items():
        section, *keys = field.split(".")
        for key in reversed(keys):
            content = {key: content}
        value[section] = content
    return yaml.safe_dump(value)


@examples(80)
@given(st.one_of(SOME_SAY, ALL_DIFFER))
def test_against_comparing_one_by_one(layers: list[dict[str, Any]]) -> None:
    """The nearest value holds, and none behind it may be stricter; the strictest is told."""
    verdict = judge(*map(document, layers))
    assert verdict.skipped == ()
    told = {str(finding.facts["field"]): finding.facts for finding in verdict.findings}
    assert len(told) == len(verdict.findings)
    for field in FIELDS:
        now, *behind = [layer[field] for layer in layers if field in layer] or [None]
        stricter = [before for before in behind if is_weaker(field, now, before)]
        assert (field in told) is bool(stricter)
        if stricter:
            assert told[field]["value"] == now
            assert told[field]["baseline"] in stricter
            if field != "templates.t.fields":  # two lists may each lack what the other has
                strictest = told[field]["baseline"]
                assert not any(is_weaker(field, strictest, before) for before in behind)


def ladder(steps: list[dict[str, Any]]) -> str:
    return yaml.safe_dump({"escalations": {"desk": {"steps": steps}}})


NOTIFIED = st.lists(
    st.lists(st.sampled_from(["role:a", "role:b", "role:c"]), min_size=1, max_size=2, unique=True),
    min_size=1,
    max_size=4,
)


@examples(80)
@given(NOTIFIED, NOTIFIED)
def test_steps_against_every_way_to_pick_them(
    now: list[list[str]], before: list[list[str]]
) -> None:
    """Some of the steps, in their order, notify all whom the baseline's notify."""
    is_kept = any(
        all(set(wanted) <= set(step) for step, wanted in zip(picked, before, strict=True))
        for picked in combinations(now, len(before))
    )
    texts = [ladder([{"notify": notify} for notify in steps]) for steps in (now, before)]
    assert bool(over(*texts)) is not is_kept


WAITS = st.dictionaries(st.sampled_from("abcd"), st.integers(1, 4), min_size=1)


@examples(60)
@given(WAITS, WAITS)
def test_waits_against_those_of_the_same_step(now: dict[str, int], before: dict[str, int]) -> None:
    is_kept = [name for name in now if name in before] == list(before)
    waits_longer = {name for name in before if now.get(name, 0) > before[name]}
    texts = [
        ladder([{"notify": [f"role:{n}"], "ack_within": f"{wait}m"} for n, wait in waits.items()])
        for waits in (now, before)
    ]
    findings = judge(*texts).findings
    lost = [finding for finding in findings if finding.facts["field"] == "escalations.desk.steps"]
    assert bool(lost) is not is_kept
    if is_kept:
        longer = {list(now)[int(str(f.facts["field"]).split(".")[3])] for f in findings}
        assert longer == waits_longer
