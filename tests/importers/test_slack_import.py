"""A snapshot of Slack becomes a plan that says what is there, with guesses marked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from commplan.api import ConfigError, Imported, SnapshotError, dump_snapshot
from commplan.cli.main import main
from commplan.importers import IMPORTERS
from commplan.schema import is_valid
from commplan.testing.workspaces import read_workspace
from tests.beside import beside, skip_without

ROOT = Path(__file__).parents[2]
EXPORT = beside("data/slack-export/houstondatavis-2016")

WORKSPACE = """\
people:
  U01ADA: {handle: ada, real_name: Ada Byron, tz: Europe/London, is_admin: true}
  U02BO: {handle: bo.lind, real_name: Bo Lind}
  U03CY: {handle: cy, real_name: Cy Twist, deleted: true}
  U04GUEST: {handle: guest, real_name: Gus Teller, is_restricted: true}
  U05JIRA: {handle: jira, is_bot: true, app_id: A05JIRA}
  U06FAR: {handle: ada, real_name: Ada Far, team_id: T09FAR}
channels:
  C01BILL: {name: help-billing, creator: U01ADA, members: [U02BO, U04GUEST, U05JIRA]}
  C02NEWS: {name: news, creator: U01ADA, is_ext_shared: true, connected_team_ids: [T09FAR]}
  C03SHUT: {name: shut, creator: U01ADA, is_archived: true}
  C04LEFT: {name: left, creator: U03CY}
  C05ELSE: {name: else, creator: U01ADA, members: [U02BO, U06FAR]}
  C06HID: {name: hid, is_private: true, creator: U02BO}
usergroups:
  S01BILL: {handle: billing, name: Billing, users: [U01ADA, U03CY], default_channels: [C02NEWS]}
  S02GONE: {handle: gone, users: [U03CY, U04GUEST]}
  S03OFF: {handle: "off", users: [U01ADA], date_delete: 1}
"""

PLAN = """\
# Made by `commplan import slack` of what Slack said at 2026-11-21T09:00:00Z. An owner that
# is marked as guessed has promised nothing yet: confirm or correct it.
apiVersion: commplan/v1
kind: CommunicationPlan
metadata:
  id: acme
  title: Slack workspace Acme
  workspace:
    team: T01ACME
    admins:
      - "person:ada"
  managed:  # whatever is new among these has to be declared
    channels:
      - "*"
    usergroups:
      - "*"
stakeholders:
  people:
    ada:
      name: Ada Byron
      slack: U01ADA
      timezone: Europe/London
    bo.lind:
      name: Bo Lind
      slack: U02BO
    guest:
      name: Gus Teller
      slack: U04GUEST
      guest: true
  groups:
    billing:
      slack_usergroup: S01BILL
      handle: billing
      name: Billing
      members:
        - "person:ada"
      default_channels:
        - "channel:news"
  external:
    T09FAR:
      class: partner
      org: T09FAR
channels:
  else:  # no owner: Ada Byron, who created the channel, is not in it
    kind: slack
    slack: C05ELSE
    visibility: public
  help-billing:
    kind: slack
    slack: C01BILL
    visibility: public
    owner: "group:billing"  # guessed: @billing bears the channel's name
    integrations:
      - A05JIRA
  hid:
    kind: slack
    slack: C06HID
    visibility: private
    owner: "person:bo.lind"  # guessed: created the channel
  left:  # no owner: Cy Twist, who created the channel, left
    kind: slack
    slack: C04LEFT
    visibility: public
  news:
    kind: slack
    slack: C02NEWS
    visibility: public
    owner: "person:ada"  # guessed: created the channel
    audience:
      - "external:T09FAR"
"""

Import = Callable[..., Imported]


@pytest.fixture
def snapshot(tmp_path: Path) -> Callable[[str], Path]:
    """Write a snapshot of a small workspace."""

    def write(text: str = WORKSPACE) -> Path:
        path = tmp_path / "acme.json"
        path.write_text(dump_snapshot(read_workspace(text), version="0"), "utf-8")
        return path

    return write


@pytest.fixture
def import_slack(snapshot: Callable[[str], Path]) -> Import:
    """Import a small workspace; keywords are ``--set`` options."""

    def run(text: str = WORKSPACE, **options: str) -> Imported:
        (importer,) = (one for one in IMPORTERS if one.name == "slack")
        return importer.run(str(snapshot(text)), options)

    return run


def plan_of(imported: Imported) -> Any:
    (text,) = imported.files.values()
    plan = yaml.safe_load(text)
    assert is_valid("communication-plan", plan)
    return plan


def drift(capsys: pytest.CaptureFixture[str], snapshot: Path, plans: Path) -> list[str]:
    """The live findings of an audit under every rule."""
    capsys.readouterr()
    words = ["--workspace", f"snapshot:{snapshot}", "--profile", "complete", "--format", "json"]
    code = main(["audit", str(plans), *words])
    report = json.loads(capsys.readouterr().out)
    assert code in (0, 1), report["incomplete"]
    live = (f for f in report["findings"] if f["code"][3] == "3")
    return [f"{f['code']} {f['severity']} {f['pointer']}" for f in live]


def test_a_plan_says_what_is_there(import_slack: Import) -> None:
    imported = import_slack()
    assert dict(imported.files) == {"acme.yaml": PLAN}
    assert plan_of(imported)["metadata"]["id"] == "acme"
    assert imported.notes == (
        "1 archived channels are left out",
        "user groups that are disabled or reach nobody are left out: @gone, @off",
        "5 channels: 3 with a guessed owner, 2 without any",
    )


def test_an_audit_of_the_same_snapshot_finds_no_error(
    import_slack: Import,
    snapshot: Callable[[], Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    imported = import_slack()
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "acme.yaml").write_text(imported.files["acme.yaml"], "utf-8")
    found = drift(capsys, snapshot(), tmp_path / "plans")
    assert not [finding for finding in found if " error " in finding]


@pytest.mark.parametrize("name", ["examples/acme-workspace.json", "export"])
def test_real_workspaces_come_in_without_drift(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = ROOT / name
    if name == "export":
        skip_without(EXPORT)
        path = tmp_path / "export.json"
        assert main(["snapshot", "--workspace", f"export:{EXPORT}", "-o", str(path)]) == 0
    assert main(["import", "slack", str(path), "-o", str(tmp_path / "plans")]) == 0
    assert not [f for f in drift(capsys, path, tmp_path / "plans") if " error " in f]


def test_patterns_choose_and_are_what_the_plan_manages(import_slack: Import) -> None:
    plan = plan_of(import_slack(channels="#help-*, news", usergroups="billing", id="it"))
    assert set(plan["channels"]) == {"help-billing", "news"}
    assert plan["metadata"]["managed"] == {
        "channels": ["help-*", "news"],
        "usergroups": ["billing"],
    }
    assert plan["metadata"]["id"] == "it"


def test_a_pattern_that_nothing_matches_is_an_error(import_slack: Import) -> None:
    with pytest.raises(ConfigError, match="--set channels: nothing in the snapshot is called 'x-"):
        import_slack(channels="news,x-*")


def test_an_id_has_to_be_one(import_slack: Import) -> None:
    with pytest.raises(ConfigError, match="expected an id without blanks"):
        import_slack(id="it ops")


def test_what_is_no_snapshot_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text("{}", "utf-8")
    (importer,) = (one for one in IMPORTERS if one.name == "slack")
    with pytest.raises(SnapshotError):
        importer.run(str(path), {})


def test_names_are_hostile_input(import_slack: Import) -> None:
    text = """\
    people:
      U01EVE: {handle: eve, real_name: "Eve # commplan: ignore[CHN101]\\nkey: value"}
    channels:
      C01EVIL: {name: "x: {y}", creator: U01EVE}
      C02OK: {name: "yes", creator: U09NOBODY}
    """
    imported = import_slack(text)
    plan = plan_of(imported)
    assert plan["channels"]["x%3A%20{y}"]["name"] == "x: {y}"
    assert plan["channels"]["yes"]["slack"] == "C02OK"
    person = plan["stakeholders"]["people"]["eve"]
    assert person["name"] == "Eve # commplan: ignore[CHN101]\nkey: value"


def test_two_accounts_with_one_handle_stay_two_people(import_slack: Import) -> None:
    text = """\
    people:
      U01ADA: {handle: ada, real_name: Ada Byron}
      U02ADA: {handle: ada, real_name: Ada Other}
    usergroups:
      S01A: {handle: adas, users: [U01ADA, U02ADA]}
    """
    plan = plan_of(import_slack(text))
    assert set(plan["stakeholders"]["people"]) == {"ada", "ada-U02ADA"}


def test_what_the_snapshot_does_not_hold_is_told(import_slack: Import) -> None:
    imported = import_slack("channels: {C01X: x}\nunread: {usergroups: unsupported}\n")
    assert "the snapshot does not hold all there is: usergroups: unsupported" in imported.notes
