"""Generate plans that leave nothing out: clean under ``standard``, all different."""

from __future__ import annotations

import os
from string import Template

ZONES = (
    ("Europe/London", "America/New_York", "Australia/Sydney"),
    ("Europe/Berlin", "America/Chicago", "Pacific/Auckland"),
    ("Europe/Athens", "America/Santiago", "Asia/Kolkata"),
    ("Africa/Cairo", "America/Denver", "Australia/Lord_Howe"),
)
NAMES = ("Alice Ng", "Bob Ito", "Chen Wu", "Dana Fox", "Eve Roy", "Finn Lee")


def whole_plan(number: int) -> str:
    """One plan of some 400 lines."""
    first, second, third = ZONES[number % len(ZONES)]
    opens = 7 + number // 4 % 3
    people = [NAMES[(number + index) % len(NAMES)] for index in range(4)]
    keys = [f"{name.split()[0].lower()}-{number}" for name in people]
    words = {f"p{index}": key for index, key in enumerate(keys)}
    words |= {f"n{index}": name for index, name in enumerate(people)}
    return _PLAN.substitute(
        words, n=number, id=f"{number:05d}", first=first, second=second, third=third,
        opens=f"{opens:02d}",
    )  # fmt: skip


def write(folder: str, count: int) -> None:
    """Write ``count`` plans into a folder, with the answers to the survey beside them."""
    os.makedirs(folder, exist_ok=True)
    texts = {f"team-{number:05d}.yaml": whole_plan(number) for number in range(count)}
    for name, text in {**texts, "csat.csv": SURVEY}.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)


SURVEY = "date,wave,group,score\n" + "2026-10-05,2026-Q4,employees,5\n" * 40
"""Answers to the survey that every plan names, kept beside them."""

_PLAN = Template("""\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata:
  id: team-$n
  title: Communication of team $n
  owner: "role:manager"
  approver: "person:$p3"
  version: 1.$n.0
  approved: "2026-09-14"
  timezone: $first

classification:
  order: [public, internal, confidential, restricted]
  medium_ceiling: {sms: public, email: internal}

stakeholders:
  people:
    $p0:
      name: $n0
      slack: U${id}0
      timezone: $first
      calendar: "calendar:c0"
      contacts: {phone: "secret:oncall/$p0", email: $p0@example.org}
      verified: "2026-07-01"
    $p1:
      name: $n1
      slack: U${id}1
      timezone: $second
      calendar: "calendar:c1"
      contacts: {phone: "secret:oncall/$p1", email: $p1@example.org}
      verified: "2026-07-01"
    $p2:
      name: $n2
      slack: U${id}2
      timezone: $third
      calendar: "calendar:c2"
      contacts: {phone: "secret:oncall/$p2", email: $p2@example.org}
      verified: "2026-07-01"
    $p3:
      name: $n3
      slack: U${id}3
      timezone: $first
      calendar: "calendar:c0"
      contacts: {phone: "secret:oncall/$p3", email: $p3@example.org}
      verified: "2026-07-01"
  groups:
    team:
      class: it-staff
      members: ["person:$p0", "person:$p1", "person:$p2", "person:$p3"]
      clearance: restricted
    leads:
      class: management
      members: ["person:$p3"]
      clearance: confidential
    employees:
      class: end-users
      slack_usergroup: S9$id
      clearance: internal
    finance:
      class: department
      slack_usergroup: S8$id
      clearance: internal
  roles:
    manager:
      holders: ["person:$p3"]
      deputies: ["person:$p0"]
      reachable: 24x7
    commander:
      holders: ["rotation:primary"]
      deputies: ["rotation:secondary"]
    scribe:
      holders: ["rotation:secondary"]
      deputies: ["person:$p1", "person:$p3"]

goals:
  faster:
    statement: Answer sooner
    owner: "role:manager"
    kpis: [first-answer]
kpis:
  first-answer:
    metric: first_response
    stat: p90
    threshold: "<=1h"
    clock: "calendar:c0"
    window: 28d
    source: "slack:channel:help-$n"
    on_breach: "channel:team-$n"

security_profiles:
  saas:
    encryption: {transit: tls1.2, rest: aes256}
    mfa: required
    sso: okta
    patching: vendor-managed
    assurance: {kind: audit, last: "2026-04-10", every: 12mo}
tools:
  slack: {kind: chat, provider: slack, security: {profile: saas}}
  jira: {kind: ticketing, also: [docs], provider: atlassian, security: {profile: saas}}
  meet: {kind: video, provider: google, security: {profile: saas}}
  pager:
    kind: paging
    provider: goalert
    depends_on: [twilio]
    security:
      encryption: {transit: tls1.2, rest: aes256}
      mfa: required
      patching: vendor-managed
      assurance: {kind: audit, last: "2026-04-10", every: 12mo}

channels:
  help-$n:
    kind: slack
    slack: C${id}0
    purpose: support-intake
    audience: ["group:employees", "group:finance"]
    owner: "group:team"
    visibility: public
    ceiling: internal
    intake:
      responders: "group:team"
      threads: required
      ticketing: "tool:jira"
      key_pattern: "T$n-\\\\d+"
  incidents-$n:
    kind: slack
    slack: C${id}1
    purpose: major-incident
    audience: ["group:team", "group:leads"]
    owner: "role:commander"
    visibility: public
    ceiling: internal
    fallback: "channel:bridge"
  team-$n:
    kind: slack
    slack: C${id}2
    purpose: team
    audience: ["group:team"]
    owner: "group:team"
    visibility: public
    ceiling: internal
  security-$n:
    kind: slack
    slack: C${id}3
    purpose: security-incident
    audience: ["group:team"]
    owner: "group:team"
    visibility: private
    private_reason: need-to-know
    ceiling: restricted
    fallback: "channel:oob"
  mail:
    kind: email
    provider: google
    address: all-$n@example.org
    purpose: announcements
    audience: ["group:employees", "group:finance", "group:leads"]
    owner: "role:scribe"
    ceiling: internal
  bridge:
    kind: video
    tool: "tool:meet"
    purpose: incident-call
    audience: ["group:team", "group:leads"]
    owner: "role:commander"
    ceiling: confidential
  oob:
    kind: phone
    provider: telco
    purpose: out-of-band
    audience: ["group:team"]
    owner: "group:team"
    ceiling: restricted
    out_of_band: true

  speak-up:
    kind: form
    purpose: speak-up
    audience: ["group:team"]
    owner: "person:$p3"
    anonymous: true
    ceiling: confidential

messages:
  update:
    kind: incident
    when: "severity in [sev1, sev2]"
    audience: ["group:team", "group:leads"]
    via: ["channel:incidents-$n", "channel:mail"]
    sender: "role:scribe"
    template: "template:update"
    class: internal
  security:
    kind: incident
    when: data_exposed
    audience: ["group:team"]
    via: ["channel:security-$n"]
    sender: "role:manager"
    template: "template:security"
    class: restricted
  change:
    kind: change
    when: change approved
    audience: ["group:employees", "group:finance"]
    via: ["channel:mail"]
    sender: "role:scribe"
    template: "template:change"
    class: internal
  delay:
    kind: expectation
    when: target at risk
    audience: ["group:employees", "group:finance"]
    via: ["channel:help-$n"]
    sender: "group:team"
    template: "template:delay"
    class: internal
  near-miss:
    kind: proactive
    when: anyone sees a risk
    audience: ["group:team"]
    via: ["channel:speak-up"]
    sender: "group:team"
    template: "template:near-miss"
    class: internal
  weekly:
    kind: report
    when: every Mon 09:00
    audience: ["group:leads"]
    via: ["channel:mail"]
    sender: "role:manager"
    template: "template:report"
    class: internal
  notice:
    kind: expectation
    when: a service is slow
    audience: ["group:employees", "group:finance"]
    via: ["channel:mail"]
    sender: "role:scribe"
    template: "template:status"
    class: internal
  works:
    kind: change
    when: planned work
    audience: ["group:employees", "group:finance"]
    via: ["channel:mail"]
    sender: "role:scribe"
    template: "template:works"
    class: internal

severities:
  sev1:
    order: 1
    criteria: {users_affected_pct: ">=25"}
    path: "escalation:major"
    sla: "sla:major"
    pir: {required: true, within: 3d}
  sev2:
    order: 2
    criteria: {users_affected_pct: ">=5"}
    path: "escalation:major"
    sla: "sla:major"
    pir: {required: true, within: 5bd}
  sev3:
    order: 3
    criteria: {users_affected_pct: "<5"}
    path: "escalation:desk"
    sla: "sla:desk"
    pir: {required: false}
slas:
  major:
    applies: {severity: [sev1, sev2]}
    clock: 24x7
    targets:
      acknowledge: 15m
      first_response: 20m
      update_every: {investigating: 30m, identified: 60m}
      resolve: 4h
    objective: {attainment: 0.9, window: 360d}
  desk:
    applies: {channel: help-$n}
    clock: "calendar:c0"
    targets: {first_response: 1h, resolve: 2bd}
    objective: {percentile: 90, window: 28d}
    publish_in: ["channel:help-$n"]

calendars:
  c0: {timezone: $first, hours: {mon-fri: ["$opens:00-17:30"]}}
  c1: {timezone: $second, hours: {mon-fri: ["$opens:00-17:30"]}}
  c2: {timezone: $third, hours: {mon-fri: ["$opens:00-17:30"]}}
rotations:
  primary:
    timezone: $first
    start: "2026-01-05T09:00"
    shift: 1w
    users: ["person:$p0", "person:$p1", "person:$p2", "person:$p3"]
  secondary:
    timezone: $first
    start: "2026-01-05T09:00"
    shift: 1w
    users: ["person:$p1", "person:$p2", "person:$p3", "person:$p0"]
coverage:
  sev1: {require: 24x7, min_depth: 2}
  sev2: {require: 24x7, min_depth: 2}
  sev3: {require: "calendar:c0", min_depth: 1}

escalations:
  major:
    tool: "tool:pager"
    steps:
      - notify: ["rotation:primary"]
        via: [{push: 0m}, {phone: 2m}]
        ack_within: 5m
      - notify: ["rotation:secondary"]
        via: [{push: 0m}, {phone: 2m}]
        ack_within: 5m
      - notify: ["role:manager"]
        via: [{phone: 0m}]
        ack_within: 10m
        management: true
    repeat: 1
  desk:
    steps:
      - notify: ["group:team"]
        ack_within: 30m
      - notify: ["role:manager"]
        ack_within: 60m

requests:
  access:
    intake: "channel:help-$n"
    owner: "group:team"
    queue: "tool:jira"
    priority: normal
    automation: access-form
automations:
  access-form: {kind: workflow, tool: "tool:slack"}
  status: {kind: status-update, message: update}
monitoring:
  vpn:
    alerts:
      down:
        severity: sev1
        channel: "channel:incidents-$n"
        path: "escalation:major"
        runbook: "https://kb.example.org/vpn"
        owner: "group:team"

protocols:
  tone: {guide: "https://kb.example.org/tone"}
  conduct: {blameless: true}
  threads: required
  closed_loop: required
  open_help: true
  dm_policy: {redirect_to: "channel:help-$n"}
  decisions: {record_in: "tool:jira"}
  notifications:
    channel_ping: ["role:commander"]
    max_interrupts_per_shift: 2
    quiet_hours: "22:00-07:00"

templates:
  update:
    type: incident-update
    phases: [investigating, identified, resolved]
    fields: [summary, actions_taken, next_update]
    text: "{{ summary }} We did: {{ actions_taken }} Next: {{ next_update }}"
  status:
    type: status
    phases: [investigating, resolved]
    fields: [summary, impact, next_update]
    text: "{{ summary }} Impact: {{ impact }} Next: {{ next_update }}"
  change:
    type: change-request
    fields: [summary, impact, window, rollback, contact]
    text: "{{ summary }} {{ impact }} {{ window }} {{ rollback }} {{ contact }}"
  works:
    type: maintenance
    fields: [summary, window, impact, contact]
    text: "{{ summary }} {{ window }} {{ impact }} {{ contact }}"
  security:
    type: security
    phases: [investigating, resolved]
    fields: [summary, scope, actions_taken, do_not_share, next_update]
    text: "{{ summary }} {{ scope }} {{ actions_taken }} {{ do_not_share }} {{ next_update }}"
  pir:
    type: pir
    fields: [summary, impact, timeline, causes, communication_review, actions]
    text: |
      {{ summary }} {{ impact }}
      {{ timeline }} {{ causes }}
      {{ communication_review }} {{ actions }}
  near-miss:
    type: near-miss
    fields: [summary, risk]
    text: "{{ summary }} {{ risk }}"
  delay:
    type: delay-notice
    fields: [reason, new_target]
    text: "{{ reason }} {{ new_target }}"
  report:
    type: report
    summary_first: true
    fields: [summary, kpis]
    text: "{{ summary }} {{ kpis }}"

reviews:
  plan: {every: 6mo, last: "2026-09-14", owner: "role:manager"}
  channels: {every: 3mo, last: "2026-10-01", owner: "role:manager"}
  exercise: {every: 12mo, last: "2026-06-20", owner: "role:manager"}
  post_incident: {owner: "role:commander", template: "template:pir"}
training:
  courses:
    basics:
      covers: [written, verbal, active-listening, collaboration, secure, tools]
      valid: 12mo
      required_for: ["group:team"]
feedback:
  csat: {every: 3mo, records: csat.csv}
  suggestions: "channel:help-$n"
  speak_up: "channel:speak-up"
capacity:
  responders: 4
  expected: {requests_per_week: 120, incidents_per_week: 2, pages_per_week: 6}
""")
