import pytest

from commplan.catalogue import catalogue
from commplan.rules import commplan_rules
from commplan.rules.audits.scope_missing import scope_missing
from commplan.testing import judge_text
from commplan.testing.rules import Verdict

RULES = tuple(commplan_rules())
ALL = catalogue(RULES)

CHANNELS = "channels: {it-help: {kind: slack, slack: C01}}"
PEOPLE = "stakeholders: {people: {alice: {name: Alice, slack: U01}}}"
BY_ADDRESS = "stakeholders: {people: {alice: {name: Alice, contacts: {email: a@example.org}}}}"
GROUPS = "stakeholders: {groups: {it-ops: {slack_usergroup: S01}}}"


def judged(plan: str, live: str, **more: object) -> Verdict:
    return judge_text(scope_missing, plan, workspace=live, **{"rules": ALL, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("plan", "scope", "found"),
    [
        (CHANNELS, "channels:read", True),
        (CHANNELS, "groups:read", True),
        (CHANNELS, "users:read", True),
        (CHANNELS, "usergroups:read", False),
        (PEOPLE, "users:read", True),
        (PEOPLE, "users:read.email", False),
        (PEOPLE, "channels:read", False),
        (BY_ADDRESS, "users:read.email", True),
        (GROUPS, "usergroups:read", True),
        (GROUPS, "users:read", True),
        ("channels: {mail: {kind: email}}", "channels:read", False),
        (CHANNELS, "bookmarks:read", False),
        (PEOPLE, "dnd:read", False),
    ],
)
def test_a_scope_counts_where_a_plan_declares_what_it_opens(
    plan: str, scope: str, found: bool
) -> None:
    verdict = judged(plan, f"not_granted: ['{scope}']")
    assert [finding.facts["lacking"] for finding in verdict.findings] == ([scope] if found else [])


def test_one_finding_for_each_scope_at_the_first_plan_that_needs_it() -> None:
    verdict = judged(
        "metadata: {id: b}\n" + GROUPS,
        "not_granted: ['usergroups:read', 'channels:read']",
        path="b.yaml",
        others={"a.yaml": "metadata: {id: a}\n" + PEOPLE, "c.yaml": GROUPS + "\n" + CHANNELS},
    )
    assert [
        (f.location.path, f.location.pointer, f.facts["lacking"], f.facts["plans"])
        for f in verdict.findings
    ] == [
        ("c.yaml", "/metadata", "channels:read", 1),
        ("b.yaml", "/metadata", "usergroups:read", 2),
    ]


def test_only_selected_rules_count() -> None:
    some = catalogue([rule for rule in RULES if rule.code in ("STK306", "AUD301")])
    (finding,) = judged(
        GROUPS, "not_granted: ['usergroups:read', 'users:read']", rules=some
    ).findings
    assert finding.message == "the token lacks the scope usergroups:read, which STK306 would need"
    assert finding.facts == {"lacking": "usergroups:read", "rules": ["STK306"], "plans": 1}
    assert finding.help == (
        "add `usergroups:read` to the bot token scopes of the app, and install it again"
    )
    assert (finding.severity, finding.resource) == ("warning", None)


def test_a_workspace_without_user_groups_lacks_a_feature() -> None:
    live = "unread: {usergroups: {status: unsupported, note: Slack answered paid_only}}"
    (finding,) = judged(GROUPS, live).findings
    assert finding.message.startswith("the workspace does not offer usergroups, which ")
    assert finding.facts["lacking"] == "usergroups"
    assert judged(PEOPLE, live).findings == ()


def test_what_slack_asked_for_counts_where_it_does_not_say_what_it_granted() -> None:
    from commplan.testing import read_workspace

    live = read_workspace("not_granted: ['usergroups:read']")._replace(scopes=None)
    verdict = judge_text(scope_missing, GROUPS, workspace=live, rules=ALL)
    assert [finding.facts["lacking"] for finding in verdict.findings] == ["usergroups:read"]


@pytest.mark.parametrize("source", ["export", "snapshot of slack"])
def test_a_record_states_itself_what_could_be_read(source: str) -> None:
    verdict = judged(GROUPS, f"{{source: {source}, not_granted: ['usergroups:read']}}")
    assert verdict.messages == ()
    assert [skipped.reason for skipped in verdict.skipped] == [
        f"the {source} states itself what could be read"
    ]
