"""What the table of facts says, the manifest asks for and the page explains."""

from pathlib import Path

import yaml

from commplan.sources.slack.pacing import PER_MINUTE
from commplan.testing.slack.catalogue import METHODS, WRITES
from commplan.workspace import (
    FACTS,
    administrator_scopes,
    essential_scopes,
    facts_behind,
    optional_scopes,
)
from commplan.workspace.scopes_page import scopes_block

LISTS_INVITATIONS = "conversations.connect:manage"
"""Slack has no lesser scope for looking at invitations."""

ROOT = Path(__file__).parents[2]
MANIFEST = (ROOT / "slack-app-manifest.yaml").read_text(encoding="utf-8")


def test_the_manifest_asks_for_what_every_audit_needs_and_no_more() -> None:
    scopes = yaml.safe_load(MANIFEST)["oauth_config"]["scopes"]
    assert scopes == {"bot": list(essential_scopes())}


def test_the_manifest_offers_the_other_scopes_as_comments() -> None:
    offered = [line.split("# - ")[1] for line in MANIFEST.splitlines() if "# - " in line]
    assert tuple(offered) == optional_scopes()


def test_the_manifest_with_all_scopes_is_still_yaml() -> None:
    everything = yaml.safe_load(MANIFEST.replace("# - ", "- "))["oauth_config"]["scopes"]["bot"]
    assert sorted(everything) == sorted((*essential_scopes(), *optional_scopes()))


def test_the_table_can_name_rules() -> None:
    table = scopes_block({"members": ("CHN311", "CHN305"), "usergroups": ("STK306",)})
    row = next(line for line in table.splitlines() if line.startswith("| `groups:read`"))
    assert row.endswith("| CHN305 CHN311 |")
    assert next(r for r in table.splitlines() if r.startswith("| `dnd:read`")).endswith("| – |")


def test_the_least_scopes_are_four() -> None:
    assert essential_scopes() == ("channels:read", "groups:read", "usergroups:read", "users:read")


def test_no_fact_needs_a_write() -> None:
    methods = {method for fact in FACTS.values() for method in fact.methods}
    assert not methods & set(WRITES)
    purposes = {s.split(":")[1] for f in FACTS.values() for s in f.scopes if s != LISTS_INVITATIONS}
    assert purposes == {"read", "read.email", "history"}


def test_no_bot_is_asked_to_have_what_only_administrators_have() -> None:
    assert administrator_scopes() == ("admin.conversations:read",)
    assert not set(administrator_scopes()) & {*essential_scopes(), *optional_scopes()}


def test_the_manifest_for_administrators_asks_for_their_scopes_across_an_organisation() -> None:
    manifest = yaml.safe_load((ROOT / "slack-administrator-manifest.yaml").read_text("utf-8"))
    assert manifest["oauth_config"]["scopes"]["user"] == list(administrator_scopes())
    assert manifest["settings"]["org_deploy_enabled"] is True


def test_every_method_has_a_pace_that_the_emulator_agrees_with() -> None:
    known = {method.name: method.per_minute for method in METHODS}
    for method in {method for fact in FACTS.values() for method in fact.methods}:
        assert known[method] == PER_MINUTE[method]


def test_facts_behind_a_scope() -> None:
    assert [fact.name for fact in facts_behind("users:read.email")] == ["emails"]
    assert "members" in [fact.name for fact in facts_behind("groups:read")]
