"""Plans that extend baselines: chains, circles, and baselines that are missing or broken."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from commplan.checker.known import Known
from commplan.engine.baseline import entries_of
from commplan.finding import Finding, Report

Write = Callable[[str, str], Path]
Run = Callable[..., Report]


def plan(extends: str, rest: str = "") -> str:
    metadata = f"metadata: {{id: x, extends: {extends}}}\n"
    return f"apiVersion: commplan/v1\nkind: CommunicationPlan\n{metadata}{rest}"


def baseline(rest: str = "", extends: str | None = None, kind: str = "Baseline") -> str:
    further = f", extends: {extends}" if extends else ""
    return f"apiVersion: commplan/v1\nkind: {kind}\nmetadata: {{id: base{further}}}\n{rest}"


def spot(finding: Finding) -> str:
    at = finding.location
    return f"{at.path}:{at.line}:{at.column}"


def test_values_come_from_the_whole_chain_and_the_nearest_wins(write: Write, run: Run) -> None:
    write("org/org.yaml", baseline("stakeholders: {people: {ann: {name: Ann}, bob: {name: B}}}\n"))
    write("org/it.yaml", baseline("stakeholders: {people: {bob: {name: Bob}}}\n", "org.yaml"))
    write(
        "plans/team.yaml",
        plan("../org/it.yaml", "channels: {a: {kind: slack, owner: 'person:ann'}}\n"),
    )
    assert run("plans").findings == ()


def test_a_value_of_a_baseline_is_located_in_the_baseline(write: Write, run: Run) -> None:
    write("base.yaml", baseline("channels:\n  a: {kind: slack, owner: 'person:nobody'}\n"))
    write("plans/team.yaml", plan("../base.yaml"))
    (finding,) = run("plans").findings
    assert finding.code == "PLN101"
    assert spot(finding) == "base.yaml:5:27"
    assert finding.plan == "x"


def test_a_fault_of_a_baseline_is_told_once_for_all_its_plans(write: Write, run: Run) -> None:
    write("base.yaml", baseline("channels:\n  a: {kind: slack, owner: 'person:nobody'}\n"))
    for number in range(5):
        write(f"plans/{number}.yaml", plan("../base.yaml").replace("id: x", f"id: x{number}"))
    assert len(run("plans", "base.yaml").findings) == 1


def test_a_template_file_is_looked_for_beside_the_file_that_names_it(
    write: Write, run: Run
) -> None:
    write("org/base.yaml", baseline("templates: {t: {file: texts/t.md}}\n"))
    write("org/texts/t.md", "text\n")
    write("plans/team.yaml", plan("../org/base.yaml", "templates: {u: {file: texts/t.md}}\n"))
    (finding,) = run("plans").findings
    assert "template:u is to be in 'texts/t.md'" in finding.message
    assert finding.location.path == "plans/team.yaml"


@pytest.mark.parametrize(
    ("extends", "files", "problem"),
    [
        ("none.yaml", {}, "no file 'none.yaml'"),
        ("folder", {"folder/x.txt": ""}, "the baseline cannot be read: folder: is a folder"),
        ("'a\\0b'", {}, "no file 'a\\\\0b'"),
        ('"a\\0b"', {}, "no file 'a\\x00b'"),
        ("base.yaml", {"base.yaml": "a: [\n"}, "the baseline cannot be read: base.yaml:"),
        ("base.yaml", {"base.yaml": ""}, "'base.yaml' holds no document of kind Baseline"),
        (
            "base.yaml",
            {"base.yaml": baseline(kind="CommunicationPlan")},
            "'base.yaml' holds no document of kind Baseline",
        ),
        (
            "base.yaml",
            {"base.yaml": baseline("chanels: {}\n")},
            "the baseline 'base.yaml' does not match its schema: unknown key 'chanels'",
        ),
        (
            "base.yaml",
            {"base.yaml": baseline().replace("v1", "v2")},
            "the baseline 'base.yaml' does not match its schema: apiVersion is 'commplan/v2'",
        ),
        (
            "base.yaml",
            {"base.yaml": baseline(extends="further.yaml")},
            "no file 'further.yaml'",
        ),
        ("plan.yaml", {}, "extends comes back to itself: plan.yaml → plan.yaml"),
        ("./sub/../plan.yaml", {"sub/x": ""}, "extends comes back to itself: plan.yaml → plan.y"),
        (
            "a.yaml",
            {
                "a.yaml": baseline(extends="b.yaml"),
                "b.yaml": baseline(extends="a.yaml"),
            },
            "extends comes back to itself: plan.yaml → a.yaml → b.yaml → a.yaml",
        ),
    ],
)
def test_a_baseline_that_cannot_be_had_is_one_finding_at_extends(
    write: Write, run: Run, extends: str, files: dict[str, str], problem: str
) -> None:
    rest = "channels: {a: {owner: 'person:of-the-baseline'}}\nseverities: {s: {}}\n"
    write("plan.yaml", plan(extends, rest))
    for name, text in files.items():
        write(name, text)
    report = run("plan.yaml", rules=["PLN", "CHN1", "SEV1", "ESC", "SLA"])
    (finding,) = report.findings
    assert finding.code == "PLN101"
    assert problem in finding.message
    assert spot(finding) == "plan.yaml:3:28"
    assert report.incomplete == ()


def test_a_link_does_not_hide_a_circle(write: Write, run: Run, folder: Path) -> None:
    write("plan.yaml", plan("link.yaml"))
    (folder / "link.yaml").symlink_to("base.yaml")
    write("base.yaml", baseline(extends="base.yaml"))
    (finding,) = run("plan.yaml").findings
    assert "extends comes back to itself" in finding.message


def test_rules_that_need_the_baseline_are_not_assessed_without_it(write: Write, run: Run) -> None:
    write("plan.yaml", plan("none.yaml", "channels: {a: {kind: slack}}\n"))
    report = run("plan.yaml", rules=["PLN101", "CHN101"])
    assert [finding.code for finding in report.findings] == ["PLN101"]
    (skipped,) = (record for record in report.skipped if record.code == "CHN101")
    assert skipped.reason == "a baseline of the plan cannot be read"
    assert skipped.path == "plan.yaml"


def test_entries_that_only_a_baseline_completes_crash_no_rule(write: Write, run: Run) -> None:
    partial = (
        "severities: {s: {path: 'escalation:e'}}\nchannels: {c: {}}\ncalendars: {k: {}}\n"
        "rotations: {r: {}}\nslas: {l: {applies: {severity: s}}}\nobligations: {o: {}}\n"
        "escalations: {e: {}}\nstakeholders: {people: {p: {}}, groups: {g: {}}, roles: {x: {}}}\n"
        "coverage: {s: {}}\nmonitoring: {m: {alerts: {a: {}}}}\ntraining: {courses: {t: {}}}\n"
    )
    write("base.yaml", baseline(partial))
    write("plan.yaml", plan("none.yaml", partial))
    everything = [*(str(number) for number in range(4))]
    report = run("base.yaml", "plan.yaml", rules=everything)
    assert report.incomplete == ()


WAIVER = """\
waivers:
  w:
    rule: PLN101
    at: /channels
    reason: the person joins on Monday
    owner: "person:ann"
    approved_by: "person:ann"
    created: 2026-11-01
    expires: 2026-12-01
"""


def test_a_waiver_of_one_plan_hides_nothing_from_another(write: Write, run: Run) -> None:
    write(
        "base.yaml",
        baseline(
            "stakeholders: {people: {ann: {name: Ann}}}\n"
            "channels:\n  a: {kind: slack, owner: 'person:nobody'}\n"
        ),
    )
    write("plans/a.yaml", plan("../base.yaml", WAIVER).replace("id: x", "id: first"))
    alone = run("plans")
    assert (alone.findings, [waived.finding.plan for waived in alone.waived]) == ((), ["first"])
    write("plans/b.yaml", plan("../base.yaml").replace("id: x", "id: second"))
    together = run("plans")
    assert [finding.plan for finding in together.findings] == ["second"]
    assert [waived.finding.plan for waived in together.waived] == ["first"]


def test_a_known_fault_of_a_baseline_is_known_in_every_plan(write: Write, run: Run) -> None:
    write("base.yaml", baseline("channels:\n  a: {kind: slack, owner: 'person:nobody'}\n"))
    write("plans/b.yaml", plan("../base.yaml").replace("id: x", "id: second"))
    known = Known("known.json", entries_of(run("plans").findings))
    write("plans/a.yaml", plan("../base.yaml").replace("id: x", "id: first"))
    (finding,) = run("plans", known=known).findings
    assert finding.baseline == "known"


PEOPLE = "stakeholders: {people: {alice: {name: Alice Ng, slack: U01ALICE}}}\n"
OWNED = "channels: {a: {kind: slack, slack: C01A, owner: 'person:alice'}}\n"


def test_a_baseline_of_an_installed_package(
    write: Write,
    run: Run,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site = tmp_path_factory.mktemp("site-packages")
    (site / "acme_policy" / "plans").mkdir(parents=True)
    (site / "acme_policy" / "__init__.py").write_text("raise RuntimeError('imported')\n")
    (site / "acme_policy" / "plans" / "org.yaml").write_text(baseline(PEOPLE))
    monkeypatch.syspath_prepend(site)
    write("p.yaml", plan("package:acme_policy/plans/org.yaml", OWNED))
    assert run("p.yaml", rules=("PLN101", "PLN001")).findings == ()
    write("p.yaml", plan("package:acme_police/plans/org.yaml", OWNED))
    (fault,) = run("p.yaml", rules=("PLN101", "PLN001")).findings
    assert fault.message == "no installed package is called 'acme_police'"
    assert fault.location.pointer == "/metadata/extends"


def test_a_pinned_baseline_is_the_one_that_was_agreed_on(write: Write, run: Run) -> None:
    path = write("org.yaml", baseline(PEOPLE))
    digest = sha256(path.read_bytes()).hexdigest()
    write("p.yaml", plan(f"'org.yaml#sha256={digest}'", OWNED))
    assert run("p.yaml", rules=("PLN101", "PLN001")).findings == ()
    write("org.yaml", baseline(PEOPLE + "# changed\n"))
    (fault,) = run("p.yaml", rules=("PLN101", "PLN001")).findings
    assert fault.message.startswith("the baseline 'org.yaml' has changed: it is pinned to sha256=")


def test_one_baseline_pinned_in_two_ways_is_read_for_each(write: Write, run: Run) -> None:
    path = write("org.yaml", baseline(PEOPLE))
    digest = sha256(path.read_bytes()).hexdigest()
    write("p.yaml", "---\n".join(
        plan(f"'org.yaml#sha256={pin}'", OWNED).replace("id: x", f"id: {name}")
        for name, pin in (("x", digest), ("y", "0" * 64))
    ))  # fmt: skip
    (fault,) = run("p.yaml", rules=("PLN101",)).findings
    assert "has changed" in fault.message
    assert fault.plan == "y"
