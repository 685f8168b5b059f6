"""The configuration of a real workspace, where it lies beside the project."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from commplan.api import Imported, read_documents
from commplan.importers import IMPORTERS
from commplan.schema import is_valid
from tests.beside import beside, needs

CONFIG = beside("data/kubernetes-slack-config")
TEAMS = beside("data/kubernetes-sigs.yaml")

pytestmark = [needs(CONFIG), needs(TEAMS)]


@pytest.fixture(scope="module")
def imported() -> Imported:
    """The workspace with its teams."""
    return IMPORTERS[0].run(str(CONFIG), {"owners": str(TEAMS), "id": "kubernetes"})


@pytest.fixture(scope="module")
def plan(imported: Imported) -> dict[str, Any]:
    """The plan as commplan reads it; two YAML readers agree on it."""
    text = imported.files["kubernetes.yaml"]
    document = read_documents(text.encode(), "kubernetes.yaml").documents[0]
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    assert document.value == yaml.load(text, loader)  # one of the safe loaders
    assert document.oddities == ()
    assert is_valid("communication-plan", document.value)
    assert isinstance(document.value, dict)
    return document.value


def test_everything_declared_is_in_the_plan(plan: dict[str, Any]) -> None:
    channels, people = plan["channels"], plan["stakeholders"]["people"]
    groups = plan["stakeholders"]["groups"]
    assert len(channels) == 633
    assert sum(channel.get("state") == "archived" for channel in channels.values()) == 79
    assert sum("slack" in channel for channel in channels.values()) == 40
    assert len(groups) == 31
    assert sum(len(group["members"]) for group in groups.values()) == 226
    assert sum("slack" in person for person in people.values()) == 350


def test_people_under_two_names_stay_two(plan: dict[str, Any]) -> None:
    ids = [p["slack"] for p in plan["stakeholders"]["people"].values() if "slack" in p]
    assert sorted(slack for slack in set(ids) if ids.count(slack) > 1) == [
        "U01Q16YA35J",
        "UDHV1RXB2",
        "UHE5TSU4W",
    ]


def test_every_reference_leads_somewhere(plan: dict[str, Any]) -> None:
    stakeholders = plan["stakeholders"]
    known = {f"person:{key}" for key in stakeholders["people"]}
    known |= {f"role:{key}" for key in stakeholders["roles"]}
    known |= {f"channel:{key}" for key in plan["channels"]}
    used = [m for group in stakeholders["groups"].values() for m in group["members"]]
    used += [
        c for group in stakeholders["groups"].values() for c in group.get("default_channels", [])
    ]
    used += [holder for role in stakeholders["roles"].values() for holder in role["holders"]]
    used += [channel["owner"] for channel in plan["channels"].values() if "owner" in channel]
    assert [reference for reference in used if reference not in known] == []


def test_teams_own_their_channels(plan: dict[str, Any]) -> None:
    owned = {key: c["owner"] for key, c in plan["channels"].items() if "owner" in c}
    assert len(owned) == 83
    assert owned["sig-node"] == "role:sig-node-leads"
    assert owned["wg-device-management"] == "role:wg-device-management-leads"
    assert not any(plan["channels"][key].get("state") == "archived" for key in owned)


def test_the_plan_is_the_same_every_time(imported: Imported) -> None:
    again = IMPORTERS[0].run(str(CONFIG), {"owners": str(TEAMS), "id": "kubernetes"})
    assert again == imported
