"""Teams of a ``sigs.yaml`` own channels through the roles of their leads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from commplan.api import CommplanError, Imported

Import = Callable[..., Imported]
Files = dict[str, str]

TEAMS = """\
sigs:
  - dir: sig-bakery
    name: Bakery
    meetings:
      - {day: Monday, time: 9:00}
    leadership:
      chairs:
        - github: ada
          name: Ada Oven
          email: ada@example.org
        - github: newton
          name: Newton Crumb
          email: newton@example.org
      tech_leads:
        - {github: Ada, name: Ada Oven}
        - {github: BO-LIND, name: Bo Lind}
      emeritus_leads:
        - {github: eve, name: Eve Rye}
    contact:
      slack: bakery
    subprojects:
      - name: ovens
        contact: {slack: bakery-ovens}
        leads:
          - {github: newton, name: Newton Crumb}
      - name: counter
        contact: {slack: general-help}
workinggroups:
  - dir: wg-quiet
    leadership:
      chairs:
        - {github: hermit, name: Hermit}
"""


@pytest.fixture
def owners(tmp_path: Path) -> Callable[[str], str]:
    """Write a file of teams and say where it is."""

    def write(text: str = TEAMS) -> str:
        path = tmp_path / "teams" / "sigs.yaml"
        path.parent.mkdir()
        path.write_text(text)
        return str(path)

    return write


def plan_of(imported: Imported) -> dict[str, Any]:
    """The one plan that was made."""
    (text,) = imported.files.values()
    plan: dict[str, Any] = yaml.safe_load(text)
    return plan


def owners_of(plan: dict[str, Any]) -> dict[str, str | None]:
    """Who owns which channel."""
    return {key: channel.get("owner") for key, channel in plan["channels"].items()}


def test_leads_own_the_channels_of_their_team(
    folder: Files, import_tempelis: Import, owners: Callable[..., str]
) -> None:
    plan = plan_of(import_tempelis(folder, owners=owners()))
    assert owners_of(plan) == {
        "announcements": None,
        "bakery": "role:sig-bakery-leads",
        "bakery-ovens": "role:sig-bakery-ovens-leads",
        "general-help": "role:sig-bakery-leads",
        "old-help": None,
    }
    assert plan["stakeholders"]["roles"] == {
        "sig-bakery-leads": {"holders": ["person:ada", "person:newton", "person:Bo-Lind"]},
        "sig-bakery-ovens-leads": {"holders": ["person:newton"]},
    }


def test_leads_whom_tempelis_does_not_know_become_people(
    folder: Files, import_tempelis: Import, owners: Callable[..., str]
) -> None:
    people = plan_of(import_tempelis(folder, owners=owners()))["stakeholders"]["people"]
    assert people == {
        "Bo-Lind": {"name": "Bo-Lind", "slack": "U02BO"},
        "Cy%20Twist": {"name": "Cy Twist", "slack": "U03CY"},
        "ada": {"name": "ada", "slack": "U01ADA", "contacts": {"email": "ada@example.org"}},
        "newton": {"name": "Newton Crumb", "contacts": {"email": "newton@example.org"}},
    }


def test_comments_lead_to_the_file_of_teams(
    folder: Files, import_tempelis: Import, owners: Callable[..., str]
) -> None:
    (text,) = import_tempelis(folder, owners=owners()).files.values()
    assert text.startswith(
        "# Made by `commplan import tempelis` of a tempelis folder (5 files) and sigs.yaml.\n"
    )
    assert '    owner: "role:sig-bakery-leads"  # from sigs.yaml:20\n' in text
    assert "    sig-bakery-leads:  # from sigs.yaml:2\n" in text
    assert '        - "person:newton"  # from sigs.yaml:11\n' in text
    assert "    newton:  # from sigs.yaml:11\n" in text


def test_what_is_not_carried_over_is_noted(
    folder: Files, import_tempelis: Import, owners: Callable[..., str], tmp_path: Path
) -> None:
    notes = import_tempelis(folder, owners=owners()).notes[2:]
    teams = f"{tmp_path}/teams/sigs.yaml"
    assert notes == (
        "of teams, leads and channels are carried over; meetings, mail and the like are not",
        f"{teams}:29: wg-quiet-leads own no channel and are not carried over",
        f"{teams}:16: 'BO-LIND' is taken to be 'Bo-Lind'",
    )


CLAIMS = """\
sigs:
  - dir: sig-a
    leadership: {chairs: [{github: ada}]}
    subprojects:
      - {name: x, contact: {slack: bakery}}
      - {name: y, contact: {slack: nowhere}}
      - {name: z, contact: {slack: old-help}}
  - dir: sig-b
    leadership: {chairs: [{github: bo-lind}, {github: bo-lind}]}
    contact: {slack: bakery}
  - dir: sig-c
    contact: {slack: announcements}
  - dir: sig-d
    leadership: {chairs: [{github: cy, email: cy@example.org}]}
    contact: {slack: announcements}
  - dir: sig-e
    leadership: {chairs: [{github: cy, email: other@example.org}]}
    contact: {slack: general-help}
"""


def test_doubtful_claims_are_decided_and_noted(
    folder: Files, import_tempelis: Import, owners: Callable[..., str], tmp_path: Path
) -> None:
    imported = import_tempelis(folder, owners=owners(CLAIMS))
    plan, teams = plan_of(imported), f"{tmp_path}/teams/sigs.yaml"
    assert owners_of(plan) == {
        "announcements": "role:sig-c-leads",
        "bakery": "role:sig-b-leads",
        "bakery-ovens": None,
        "general-help": "role:sig-e-leads",
        "old-help": "role:sig-a-leads",
    }
    assert imported.notes[3:] == (
        f"{teams}:15: sig-d-leads claim 'announcements', which stays with sig-c-leads ({teams}:12)",
        f"{teams}:5: sig-a-leads claim 'bakery', which stays with sig-b-leads ({teams}:10)",
        f"{teams}:6: no file declares 'nowhere', the channel of sig-a-leads",
        f"{teams}:7: 'old-help', the channel of sig-a-leads, is archived",
        f"{teams}:13: sig-d-leads own no channel and are not carried over",
        f"{teams}:9: 'bo-lind' is taken to be 'Bo-Lind'",
    )


def test_a_lead_named_twice_and_a_team_without_leads_stay_so(
    folder: Files, import_tempelis: Import, owners: Callable[..., str]
) -> None:
    roles = plan_of(import_tempelis(folder, owners=owners(CLAIMS)))["stakeholders"]["roles"]
    assert roles["sig-b-leads"] == {"holders": ["person:Bo-Lind", "person:Bo-Lind"]}
    assert roles["sig-c-leads"] == {"holders": []}


def test_a_second_address_is_noted(
    folder: Files, import_tempelis: Import, owners: Callable[..., str], tmp_path: Path
) -> None:
    claims = CLAIMS.replace("contact: {slack: announcements}", "contact: {slack: bakery-ovens}", 2)
    claims = claims.replace("  - dir: sig-c\n    contact: {slack: bakery-ovens}\n", "")
    imported = import_tempelis(folder, owners=owners(claims))
    people = plan_of(imported)["stakeholders"]["people"]
    assert people["cy"] == {"name": "cy", "contacts": {"email": "cy@example.org"}}
    teams = f"{tmp_path}/teams/sigs.yaml"
    assert imported.notes[-1] == f"{teams}:15: an address of 'cy' differs from that at {teams}:12"


def test_two_users_in_different_case_are_not_guessed_between(
    folder: Files, import_tempelis: Import, owners: Callable[..., str]
) -> None:
    folder["users.yaml"] += "  ADA: U09ADA\n"
    team = "sigs: [{dir: sig-a, leadership: {chairs: [{github: Ada}]}, contact: {slack: bakery}}]"
    plan = plan_of(import_tempelis(folder, owners=owners(team)))
    assert plan["stakeholders"]["roles"]["sig-a-leads"] == {"holders": ["person:Ada"]}
    assert plan["stakeholders"]["people"]["Ada"] == {"name": "Ada"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("teams: []\n", "sigs.yaml: expected teams under one of sigs, workinggroups"),
        ("sigs: {}\n", "sigs.yaml:1: expected teams to be a list, found a mapping"),
        ("sigs: [{name: x}]\n", "sigs.yaml:1: expected a team with a dir, found a mapping"),
        (
            "sigs:\n- dir: a\n  leadership:\n    chairs: [{name: x}]\n",
            "sigs.yaml:4: expected a lead with a github name, found a mapping",
        ),
        ("sigs: [{dir: a, contact: {slack: 5}}]\n", "expected slack to be text"),
        ("", "sigs.yaml: expected teams under one of sigs"),
    ],
)
def test_a_file_of_another_layout_is_refused(
    text: str, fault: str, folder: Files, import_tempelis: Import, owners: Callable[..., str]
) -> None:
    with pytest.raises(CommplanError, match=fault):
        import_tempelis(folder, owners=owners(text))


def test_a_missing_file_of_teams_is_refused(
    folder: Files, import_tempelis: Import, tmp_path: Path
) -> None:
    with pytest.raises(CommplanError, match=r"absent\.yaml"):
        import_tempelis(folder, owners=str(tmp_path / "absent.yaml"))
