"""Realistic plans that resemble a fault and have none: every basic rule must stay silent."""

from __future__ import annotations

import json
import textwrap
from typing import Any

import pytest

from commplan.catalogue import catalogue
from commplan.checker.across import judge_organization
from commplan.checker.judge_file import Bench, FileResult, judge_documents
from commplan.checker.load import Loader
from commplan.checker.texts import texts_of
from commplan.clock import parse_instant
from commplan.document import read_documents
from commplan.engine.select import Selection
from commplan.plan import Organization, merge
from commplan.rules import commplan_rules
from commplan.testing import AS_OF

CATALOGUE = catalogue(commplan_rules())
BASIC = Selection(tuple(r for r in CATALOGUE.rules if r.profile == "basic"), {})

BASE = """
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: harbour-it, owner: "person:ines"}
stakeholders:
  people:
    ines: {name: Ines Moreau, slack: U01INES, contacts: {phone: "secret:duty/ines"}}
    karl: {name: Karl Ødegård, slack: U02KARL, contacts: {phone: "secret:duty/karl"}}
channels:
  quay-help: {kind: slack, slack: C01QUAY, purpose: support-intake, owner: "person:ines"}
  storms: {kind: slack, slack: C02STORM, purpose: major-incident, owner: "person:karl"}
severities:
  storm: {order: 1, path: "escalation:alarm", sla: "sla:desk"}
slas:
  desk: {applies: {channel: quay-help}, clock: 24x7, targets: {first_response: 1h}}
escalations:
  alarm:
    steps:
    - {notify: ["person:ines"], ack_within: 30m}
    - {notify: ["person:karl"], ack_within: 30m}
"""

LOOK_ALIKES = {
    "names that are words": """
        stakeholders:
          people:
            todd: {name: Todd Nabil, slack: U03TODD}
            tbd-corp: {name: TBD Media liaison, slack: U04MEDIA}
        """,
    "prose about things to do": """
        channels:
          quay-help: {topic: "TBD: new rota <soon>", description: "${TEAM} notes, {{ draft }}"}
        """,
    "an owner that is a user group of unknown members": """
        stakeholders: {groups: {crew: {slack_usergroup: S01CREW}}}
        channels: {storms: {owner: "group:crew"}}
        """,
    "a user group as the whole of a step": """
        stakeholders: {groups: {crew: {slack_usergroup: S01CREW}}}
        escalations:
          alarm:
            steps:
            - {notify: ["person:ines"], ack_within: 20m}
            - {notify: ["person:karl"], ack_within: 20m}
            - {notify: ["group:crew"], via: [{phone: 0m}], ack_within: 20m}
        """,
    "a role whose holder is a rotation": """
        stakeholders: {roles: {watch: {holders: ["rotation:watch"], deputies: ["person:karl"]}}}
        rotations:
          watch:
            timezone: Europe/Oslo
            start: "2026-01-05T09:00"
            shift: 1w
            users: ["person:ines", "person:karl"]
        channels: {storms: {owner: "role:watch"}}
        messages: {delay: {sender: "role:watch"}}
        """,
    "a group that takes its members from a role": """
        stakeholders:
          roles: {pilots: {holders: ["person:ines"], deputies: ["person:karl"]}}
          groups: {bridge: {source: "role:pilots"}}
        channels: {storms: {owner: "group:bridge"}}
        """,
    "a regulator as recipient, reached by a web form": """
        stakeholders:
          external: {coastguard: {class: regulator, contact: "https://kystvakt.example/meld?x=1"}}
        obligations:
          spill: {deadline: 24h, recipient: "external:coastguard", decision: "person:ines"}
        """,
    "customers who are only addressed": """
        stakeholders: {external: {shippers: {class: customer}}}
        messages: {delay: {audience: ["external:shippers"], via: ["channel:storms"]}}
        """,
    "a supplier with a public telephone number": """
        stakeholders: {external: {tug: {class: supplier, contact: "+47 22 00 00 00"}}}
        olas: {tug: {party: "external:tug", clock: 24x7, targets: {restore: 2h}}}
        """,
    "a telephone bridge": """
        channels: {bridge: {kind: phone, address: "+47 22 00 00 01", owner: "person:karl"}}
        """,
    "a channel on the way, people at the end": """
        escalations:
          alarm:
            steps:
            - {notify: ["channel:storms", "person:ines"], ack_within: 20m}
            - {notify: ["person:karl"], ack_within: 40m}
            on_exhausted: {notify: ["person:ines", "channel:storms"]}
        """,
    "the same two people at every step": """
        severities: {storm: {order: 3}}
        escalations:
          alarm:
            steps:
            - {notify: ["person:ines", "person:karl"], ack_within: 30m}
            - {notify: ["person:karl", "person:ines"], ack_within: 30m}
        """,
    "a step that is reached by several media": """
        tools: {bell: {kind: monitoring, also: [paging]}}
        escalations:
          alarm:
            tool: "tool:bell"
            steps:
            - {notify: ["person:ines"], via: [{push: 0m}, {sms: 2m}, {phone: 5m}], ack_within: 30m}
            - {notify: ["person:karl"], via: [{push: 0m}, {slack: 0m}], ack_within: 30m}
        """,
    "somebody without Slack who is called by phone": """
        stakeholders: {people: {ottar: {name: Ottar Lie, contacts: {phone: "secret:duty/ottar"}}}}
        escalations:
          alarm:
            steps:
            - {notify: ["person:ines"], ack_within: 20m}
            - {notify: ["person:karl"], ack_within: 20m}
            - {notify: ["person:ottar"], via: [{phone: 0m}], ack_within: 20m}
        """,
    "a member without Slack in a group that is not called": """
        stakeholders:
          people: {ottar: {name: Ottar Lie}}
          groups: {retired: {members: ["person:ottar"]}}
        """,
    "channel names of other scripts": """
        channels:
          havnevakt-sør: {kind: slack, slack: C03SOR, owner: "person:ines"}
          港務: {kind: slack, slack: C04KOMU, owner: "person:ines"}
          Status: {kind: status-page, owner: "person:ines"}
        """,
    "two channels of one purpose, one name per tool": """
        channels:
          storms-mail: {kind: email, name: storms, address: s@example.org, owner: "person:karl"}
          storms-live: {kind: slack, slack: C05LIVE, owner: "person:karl"}
        """,
    "an archived channel that nothing uses": """
        channels:
          old-help: {kind: slack, slack: C06OLD, purpose: support-intake, state: archived,
            intake: {threads: required}, fallback: "channel:older", owner: "person:ines"}
          older: {kind: slack, slack: C07OLD, state: archived, owner: "person:ines"}
        """,
    "a project channel until tomorrow": """
        metadata: {timezone: Europe/Oslo}
        channels:
          dredging: {kind: slack, slack: C08MUD, expires: "2026-11-21", owner: "person:karl"}
        messages: {progress: {via: ["channel:dredging"]}}
        """,
    "somebody who leaves soon, and somebody who has left": """
        stakeholders:
          people:
            otto: {name: Otto Lund, slack: U07OTTO, until: "2026-11-21"}
            anna: {name: Anna Vik, slack: U05ANNA, until: "2026-06-30", mentor: "person:karl"}
          groups: {crew: {members: ["person:otto", "person:karl"]}}
        """,
    "two people of one name": """
        stakeholders:
          people:
            karl-2: {name: Karl Ødegård, slack: U06KARL, contacts: {email: karl2@example.org}}
        """,
    "handles close to names of channels": """
        stakeholders:
          groups:
            crew: {handle: quay-helpers, slack_usergroup: S01CREW, description: "Who helps"}
            pilots: {handle: pilots, slack_usergroup: S02PILOT}
        """,
    "a request type called password reset": """
        requests:
          password-reset: {intake: "channel:quay-help", owner: "person:ines", automation: pw-reset}
        automations: {pw-reset: {kind: self-service, reply: "Never send your token or password"}}
        """,
    "a severity that an SLA names from its side": """
        severities: {swell: {order: 2, path: "escalation:alarm"}}
        slas:
          swell: {applies: {severity: swell}, clock: 24x7, targets: {first_response: 1h}}
        """,
    "a calendar as the clock": """
        stakeholders: {people: {ines: {calendar: "calendar:day"}, karl: {calendar: "calendar:day"}}}
        calendars: {day: {timezone: Europe/Oslo, hours: {mon-fri: ["08:00-16:00"]}}}
        slas: {desk: {clock: "calendar:day"}}
        """,
    "a whole waiver": """
        waivers:
          w1: {rule: [AVL204, channel-unowned], at: /rotations, reason: two new colleagues,
            owner: "person:ines", approved_by: "person:karl", created: "2026-10-01",
            expires: "2026-11-21"}
        """,
    "a template in the plan with fields": """
        templates: {delay: {text: "<b>{{ reason }}</b> until ${{ time }}", fields: [reason]}}
        messages: {delay: {template: "template:delay"}}
        """,
}


def load(text: str) -> Any:
    return read_documents(textwrap.dedent(text).encode(), "plan.yaml").documents[0].value


def judge(plan: object) -> FileResult:
    loader = Loader()
    text = json.dumps(plan, ensure_ascii=False)
    loaded = loader.loaded(read_documents(text.encode(), "plan.yaml"), named=True)
    bench = Bench(CATALOGUE, BASIC, parse_instant(AS_OF))
    result = judge_documents(bench, "plan.yaml", loaded, loader)
    across = judge_organization(bench, Organization(result.cards), texts_of(loaded))
    assert not (result.incomplete or across.incomplete)
    return result._replace(findings=(*result.findings, *across.findings))


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_nothing_is_wrong_with(name: str) -> None:
    more = load(LOOK_ALIKES[name])
    more["metadata"] = {"id": "harbour-it", **more.get("metadata", {})}
    findings = judge(merge(load(BASE), more)).findings
    assert [(finding.code, finding.message) for finding in findings] == []


def test_nothing_is_wrong_with_the_base() -> None:
    assert judge(load(BASE)).findings == ()
