"""What holds for every live rule: redaction may take its verdict away, and never turns it round.

Tried on the examples of its page: as they stand, and with the workspace as a
snapshot of each level keeps it, read with the key and without.
"""

from __future__ import annotations

from itertools import product

import pytest

from commplan.catalogue import catalogue
from commplan.rule import Rule
from commplan.rule_page import page
from commplan.rules import commplan_rules
from commplan.testing import AS_OF, Verdict, judge_text
from commplan.testing.workspaces import read_workspace
from commplan.workspace import Pseudonyms, Redaction, Workspace, dump_snapshot, parse_snapshot

RULES = tuple(sorted(commplan_rules(), key=lambda rule: rule.code))
LIVE = [rule for rule in RULES if {"drift", "workspace"} & set(rule.needs)]
CATALOGUE = catalogue(RULES)
LEVELS = [one for one in Redaction if one is not Redaction.NONE]
KEY = Pseudonyms(b"a key of the test suite")


def kept(workspace: Workspace, level: Redaction, key: Pseudonyms | None) -> Workspace:
    """The workspace as it is read from a snapshot of that level."""
    text = dump_snapshot(workspace, version="1.0", redaction=level, key=KEY)
    return parse_snapshot(text.encode(), "snapshot.json", key)


def found(verdict: Verdict) -> set[str]:
    return {finding.location.pointer for finding in verdict.findings}


@pytest.mark.parametrize("rule", LIVE, ids=lambda rule: rule.code)
def test_redaction_turns_no_verdict_round(rule: Rule) -> None:
    about = page(rule)

    def judged(text: str, files: str, workspace: Workspace) -> Verdict:
        as_of = about.as_of or AS_OF
        return judge_text(
            rule, text, workspace=workspace, files=files, as_of=as_of, rules=CATALOGUE
        )

    for text, workspace, files in (
        (about.bad, about.workspace, about.files),
        (about.good, about.good_workspace, about.good_files),
    ):
        live = read_workspace(workspace)
        clear = judged(text, files, live)
        for level, key in product(LEVELS, (KEY, None)):
            redacted = judged(text, files, kept(live, level, key))
            assert found(redacted) <= found(clear), (level, key)
            if len(redacted.findings) < len(clear.findings):
                assert redacted.skipped, (level, key)
