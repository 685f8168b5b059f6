from __future__ import annotations

import pytest

from commplan.rules.plans.unused_definition import unused_definition
from commplan.testing import expect, expect_fixed, judge_text

EVERYTHING = """
stakeholders:
  people:
    a: {name: A}
  groups:
    g: {slack_usergroup: S01G}
  roles:
    r: {}
  external:
    x: {class: supplier}
tools:
  t: {kind: docs}
channels:
  c: {kind: slack}
templates:
  m: {text: Hello}
calendars:
  k: {timezone: UTC, hours: {mon: ["09:00-17:00"]}}
rotations:
  o: {timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: []}
escalations:
  e: {steps: []}
slas:
  s: {targets: {resolve: 4h}}
olas:
  l: {targets: {restore: 2h}}
training:
  courses:
    i: {covers: [written]}
security_profiles:
  f: {mfa: required}
"""


def unused(text: str, **more: object) -> list[str]:
    found = judge_text(unused_definition, text, **more).findings  # type: ignore[arg-type]
    return [f"{finding.facts['kind']} {finding.facts['id']}" for finding in found]


def test_every_kind_that_is_looked_at() -> None:
    assert unused(EVERYTHING) == [
        *("person a", "group g", "role r", "external x", "tool t", "channel c", "template m"),
        *("calendar k", "rotation o", "escalation e", "sla s", "ola l", "course i"),
        "security profile f",
    ]


def test_the_words() -> None:
    person, *_, course, profile = judge_text(unused_definition, EVERYTHING).findings
    assert person.message == "person:a is defined, but nothing refers to it"
    assert (
        person.help == "name it where it belongs (in `members`, `holders` or `users`), or remove it"
    )
    assert person.location.pointer == "/stakeholders/people/a"
    assert person.location.line == 3
    assert course.message == "course i is defined, but nothing refers to it"
    assert profile.message == "security profile f is defined, but nothing refers to it"


def test_other_kinds_are_not_looked_at() -> None:
    expect(
        unused_definition,
        """
        severities: {sev1: {order: 1}}
        messages: {m: {kind: incident}}
        goals: {g: {}}
        kpis: {k: {metric: resolve}}
        requests: {q: {priority: low}}
        automations: {o: {kind: bot}}
        obligations: {d: {deadline: 72h}}
        programmes: {p: {every: 1mo}}
        """,
    )


@pytest.mark.parametrize(
    ("use", "name"),
    [
        ('metadata: {id: p, owner: "person:a"}', "person a"),
        ('metadata: {id: p, workspace: {admins: ["person:a"]}}', "person a"),
        ('waivers: {w: {rule: AVL204, at: /, owner: "person:a"}}', "person a"),
        ('messages: {u: {audience: ["group:g"]}}', "group g"),
        ('messages: {u: {sender: "role:r"}}', "role r"),
        ('messages: {u: {audience: ["external:x"]}}', "external x"),
        ('requests: {q: {queue: "tool:t"}}', "tool t"),
        ('messages: {u: {via: ["channel:c"]}}', "channel c"),
        ('kpis: {n: {source: "slack:channel:c"}}', "channel c"),
        ("capacity: {expected: {group_pings_per_week: {c: 3}}}", "channel c"),
        ('automations: {u: {template: "template:m"}}', "template m"),
        ('coverage: {sev1: {require: "calendar:k"}}', "calendar k"),
        ('messages: {u: {sender: "rotation:o"}}', "rotation o"),
        ('monitoring: {vpn: {alerts: {down: {path: "escalation:e"}}}}', "escalation e"),
        ('severities: {sev1: {order: 1, sla: "sla:s"}}', "sla s"),
    ],
)
def test_any_reference_is_a_use(use: str, name: str) -> None:
    everything = unused(EVERYTHING)
    everything.remove(name)
    assert unused(f"{EVERYTHING}{use}\n") == everything


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("a: {name: A}", "a: {name: A, guest: true}", "person a"),
        ("a: {name: A}", 'a: {name: A, until: "2026-01-31"}', "person a"),
        ("users: []}", "users: [], slack_usergroup: S05ONCALL}", "rotation o"),
        ("c: {kind: slack}", "c: {kind: slack, intake: {threads: required}}", "channel c"),
        ("c: {kind: slack}", "c: {kind: slack, purpose: team}", "channel c"),
        ("c: {kind: slack}", "c: {kind: slack, state: archived}", "channel c"),
        ("c: {kind: slack}", 'c: {kind: slack, expires: "2027-01-31"}', "channel c"),
        ("t: {kind: docs}", "t: {kind: docs, also: [chat]}", "tool t"),
        ("s: {targets", "s: {applies: {severity: sev1}, targets", "sla s"),
        ("s: {targets", "s: {applies: {channel: [desk]}, targets", "sla s"),
        ("l: {targets", 'l: {supports: ["sla:major"], targets', "ola l"),
        ("i: {covers", 'i: {required_for: ["group:desk"], covers', "course i"),
    ],
)
def test_what_needs_no_reference(old: str, new: str, name: str) -> None:
    everything = unused(EVERYTHING)
    everything.remove(name)
    assert old in EVERYTHING
    assert unused(EVERYTHING.replace(old, new)) == everything


def test_sla_that_applies_to_nothing_is_unused() -> None:
    assert unused("slas: {s: {applies: {}, targets: {resolve: 4h}}}") == ["sla s"]


def test_purposes_can_be_configured() -> None:
    text = "channels: {c: {kind: slack, purpose: team}, d: {kind: slack, purpose: social}}"
    assert unused(text) == ["channel d"]
    assert unused(text, parameters={"purposes": ("social",)}) == ["channel c"]


def test_tools_that_are_depended_on_or_carry_channels() -> None:
    expect(
        unused_definition,
        """
        tools:
          slack: {kind: chat, depends_on: [okta]}
          okta: {kind: sso}
          mailer: {kind: email}
          zoom: {kind: video}  # <- tool:zoom is defined
          status: {kind: hosting}
          wiki: {kind: docs}
        channels:
          team: {kind: slack, purpose: team}
          list: {kind: email, purpose: team, depends_on: [status]}
          call: {kind: video, purpose: team, tool: "tool:wiki"}
        """,
    )


def test_what_the_plan_claims_to_list_is_listed_for_that() -> None:
    expect(
        unused_definition,
        """
        metadata:
          id: x
          managed: {channels: ["it-*"], usergroups: "it-*"}
        channels:
          it-news: {kind: slack}
          news: {kind: slack, name: it-old}
          it-status: {kind: status-page}  # <- channel:it-status is defined
          other: {kind: slack}  # <- channel:other is defined
        stakeholders:
          groups:
            desk: {handle: "@it-desk", slack_usergroup: S01DESK}
            it-x: {slack_usergroup: S02X}  # <- group:it-x is defined
        """,
    )


def test_a_use_inside_the_thing_itself_is_none() -> None:
    expect(
        unused_definition,
        """
        channels:
          c: {kind: slack, fallback: "channel:c"}  # <- channel:c is defined
        stakeholders:
          groups:
            g: {members: ["group:g"]}  # <- group:g is defined
        """,
    )


def test_a_use_by_something_unused_is_one() -> None:
    expect(
        unused_definition,
        """
        stakeholders:
          people:
            a: {name: A}
          groups:
            g: {members: ["person:a"]}  # <- group:g is defined
        """,
    )


def test_an_entry_of_the_same_name_elsewhere_is_no_use() -> None:
    expect(
        unused_definition,
        """
        calendars:
          uk: {timezone: UTC, hours: {mon: ["09:00-17:00"]}}  # <- calendar:uk is defined
        stakeholders:
          groups:
            uk: {slack_usergroup: S01UK}
        channels:
          c: {kind: slack, purpose: team, owner: "group:uk"}
        """,
    )


def test_what_a_broken_reference_misspells_is_used() -> None:
    expect(
        unused_definition,
        """
        messages:
          m: {via: ["channel:incidnts"], sender: "person:desk"}
          n: {via: ["tool:status"]}
        channels:
          incidents: {kind: slack}
          status: {kind: status-page}
          other: {kind: slack}  # <- channel:other is defined
        stakeholders:
          groups:
            desk: {slack_usergroup: S01DESK}
        """,
    )


def test_what_a_baseline_defines_serves_other_plans_too() -> None:
    head = "apiVersion: commplan/v1\nkind: Baseline\n"
    files = {
        "it.yaml": head + "metadata: {id: it, extends: org.yaml}\n"
        "stakeholders: {people: {b: {name: B}}}\n",
        "org.yaml": head + "metadata: {id: org}\n"
        "stakeholders: {people: {c: {name: C}}}\ntemplates: {t: {text: Hello}}\n",
    }
    expect(
        unused_definition,
        """
        metadata: {id: x, extends: it.yaml}
        stakeholders:
          people:
            a: {name: A}  # <- person:a is defined
            b: {slack: U02B}
        templates:
          t: {languages: [en]}
          u: {text: Hello}  # <- template:u is defined
        """,
        files=files,
    )


def test_unused_entries_are_removed_until_none_is_left() -> None:
    text = """
    stakeholders:
      people:
        # whoever helps
        alice: {name: Alice Ng}
        bob: {name: Bob Ito}  # long gone
      groups:
        ops:
          members: ["person:bob"]
    channels:
      help: {kind: slack, purpose: team, owner: "person:alice"}
    """
    mended = """
    stakeholders:
      people:
        # whoever helps
        alice: {name: Alice Ng}
      groups: {}
    channels:
      help: {kind: slack, purpose: team, owner: "person:alice"}
    """
    expect_fixed(unused_definition, text, mended)


def test_no_fix_removes_a_channel_that_is_live() -> None:
    text = """
    channels:
      live: {kind: slack, slack: C01LIVE}
      drafted: {kind: slack}
    """
    live, drafted = judge_text(unused_definition, text).findings
    assert (live.facts["id"], live.fix) == ("live", None)
    assert (drafted.facts["id"], drafted.fix is None) == ("drafted", False)
