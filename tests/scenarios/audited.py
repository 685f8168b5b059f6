"""The audit as users run it: the command, the Slack source and an emulated Slack."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import yaml

import commplan.testing.slack as emulator

TOKEN = "xoxb-2026-secret-of-the-scenario"
DEMO = yaml.safe_load(Path(emulator.__file__).with_name("demo.yaml").read_text(encoding="utf-8"))

PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata:
  id: it-ops
  workspace:
    team: T01ACME
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    bob: {name: Bob Ito, slack: U02BOB}
    chen: {name: Chen Wu, slack: U03CHEN}
    dana: {name: Dana Fox, slack: U04DANA}
    erin: {name: Erin Vale, contacts: {email: Erin@Example.org}}
    finn: {name: Finn Berg, slack: U06FINN}
    grace: {name: Grace Okoro, slack: U07GRACE}
  groups:
    it-ops: {slack_usergroup: S01ITOPS}
    leadership: {slack_usergroup: S02LEADS}
    employees: {slack_usergroup: S03ALL}
  roles:
    manager: {holders: ["person:dana"], deputies: ["person:alice"]}
    press: {holders: ["person:grace"]}
channels:
  it-help: {kind: slack, slack: C01HELP, owner: "group:it-ops", visibility: public}
  incidents: {kind: slack, slack: C02INC, owner: "role:manager"}
  sec-incident: {kind: slack, slack: C03SEC, owner: "person:dana", visibility: private}
  team: {kind: slack, name: it-ops, owner: "person:chen"}
  status: {kind: status-page, owner: "role:press"}
rotations:
  primary:
    timezone: Europe/London
    start: "2026-01-05T09:00"
    shift: 1w
    users:
    - "person:alice"
    - "person:bob"
escalations:
  major:
    steps:
    - notify: ["rotation:primary"]
      ack_within: 15m
    - notify: ["person:dana", "group:it-ops"]
      ack_within: 15m
    - notify: ["group:leadership"]
      ack_within: 30m
"""


class Outcome(NamedTuple):
    """What one audit came to."""

    code: int
    report: Any
    output: str
    """Everything that was printed, to either stream."""

    @property
    def found(self) -> list[tuple[str, str, str | None]]:
        """Code, text of the marked line, and id of the resource of every finding."""
        return sorted(
            (
                finding["code"],
                self.report["lines"][finding["line"] - 1].strip(),
                (finding["resource"] or {}).get("id"),
            )
            for finding in self.report["findings"]
        )

    @property
    def codes(self) -> list[str]:
        return sorted(finding["code"] for finding in self.report["findings"])


Audit = Callable[..., Outcome]


_SECTIONS = {
    "U": "users",
    "W": "users",
    "B": "bots",
    "S": "usergroups",
    "C": "channels",
    "G": "channels",
}


def changed(**changes: Any) -> dict[str, Any]:
    """The demo with changes: ``U02BOB={"deleted": True}`` updates, ``U02BOB=None`` removes."""
    seed: dict[str, Any] = copy.deepcopy(DEMO)
    seed.setdefault("bots", {})
    for key, fields in changes.items():
        section = seed[_SECTIONS[key[0]]] if key[0].isupper() else seed
        if fields is None:
            del section[key]
        elif isinstance(fields, dict):
            section[key] = {**section.get(key, {}), **fields}
        else:
            section[key] = fields
    return seed
