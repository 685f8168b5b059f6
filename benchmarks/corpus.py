"""Generate plans to measure on: valid, realistic in size, all different."""

from __future__ import annotations

import os

ZONES = ("Europe/London", "America/New_York", "Australia/Sydney", "Asia/Kolkata")
NAMES = ("Alice Ng", "Bob Ito", "Chen Wu", "Dana Fox", "Eve Roy", "Finn Lee")


def plan(number: int) -> str:
    """One plan of some 170 lines, clean under ``basic``."""
    return (
        "\n".join(
            (
                *_head(number),
                *_people(number),
                *_groups(number),
                *_channels(number),
                *_messages(),
                *_promises(number),
                *_duty(number),
                *_escalations(),
            )
        )
        + "\n"
    )


def long_plan(lines: int) -> str:
    """One plan of about so many lines: more channels of the same kind."""
    text = plan(0)
    extra = "".join(_channel(f"room-{n}", f"C9{n:07d}", n) for n in range(lines // 7))
    return text.replace("messages:\n", extra + "messages:\n", 1)


def broken(text: str) -> str:
    """The same plan with a misspelt key."""
    return text.replace("    owner:", "    ownr:", 1)


def write(folder: str, count: int, *, broken_every: int = 0) -> None:
    """Write ``count`` plans into a folder, every n-th of them broken."""
    os.makedirs(folder, exist_ok=True)
    for number in range(count):
        text = plan(number)
        if broken_every and number % broken_every == 0:
            text = broken(text)
        with open(os.path.join(folder, f"team-{number:05d}.yaml"), "w", encoding="utf-8") as file:
            file.write(text)


def _head(number: int) -> tuple[str, ...]:
    return (
        "apiVersion: commplan/v1",
        "kind: CommunicationPlan",
        "metadata:",
        f"  id: team-{number}",
        f"  title: Communication of team {number}",
        '  owner: "role:manager"',
        f"  version: 1.{number}.0",
        '  approved: "2026-09-14"',
        f"  timezone: {ZONES[number % 4]}",
        "",
    )


def _people(number: int) -> tuple[str, ...]:
    lines = ["stakeholders:", "  people:"]
    for index in range(4):
        name = NAMES[(number + index) % len(NAMES)]
        key = f"{name.split()[0].lower()}-{number}"
        lines += [
            f"    {key}:",
            f"      name: {name}",
            f"      slack: U{number:05d}{index}",
            f"      timezone: {ZONES[index % 3]}",
            f'      calendar: "calendar:c{index % 3}"',
            "      contacts:",
            f'        phone: "secret:oncall/{key}"',
            f"        email: {key}@example.org",
        ]
    return tuple(lines)


def _keys(number: int) -> list[str]:
    names = (NAMES[(number + index) % len(NAMES)] for index in range(4))
    return [f"{name.split()[0].lower()}-{number}" for name in names]


def _groups(number: int) -> tuple[str, ...]:
    first, second, *_ = _keys(number)
    return (
        "  groups:",
        "    team:",
        "      class: it-staff",
        f'      members: ["person:{first}", "person:{second}"]',
        f"      slack_usergroup: S{number:06d}",
        "    employees:",
        "      class: end-users",
        f"      slack_usergroup: S9{number:05d}",
        "  roles:",
        "    manager:",
        f'      holders: ["person:{first}"]',
        f'      deputies: ["person:{second}"]',
        "      reachable: 24x7",
        "    commander:",
        '      holders: ["rotation:primary"]',
        '      deputies: ["rotation:secondary"]',
        "",
    )


def _channel(key: str, id: str, number: int) -> str:
    return (
        f"  {key}:\n    kind: slack\n    slack: {id}\n    purpose: room-{number}\n"
        '    audience: ["group:team"]\n    owner: "group:team"\n    visibility: public\n'
    )


def _channels(number: int) -> tuple[str, ...]:
    lines = ["channels:"]
    purposes = ("support-intake", "major-incident", "team", "alerts", "changes", "releases")
    for index, purpose in enumerate(purposes):
        lines += [
            f"  {purpose}-{number}:",
            "    kind: slack",
            f"    slack: C{number:05d}{index}",
            f"    purpose: {purpose}",
            '    audience: ["group:team", "group:employees"]',
            '    owner: "group:team"',
            "    visibility: public",
            f"    description: Where team {number} speaks of {purpose}",
        ]
    return (*lines, "")


def _messages() -> tuple[str, ...]:
    return (
        "messages:",
        "  update:",
        "    kind: incident",
        '    when: "severity in [sev1, sev2]"',
        '    audience: ["group:team"]',
        '    sender: "role:commander"',
        "",
    )


def _promises(number: int) -> tuple[str, ...]:
    return (
        "severities:",
        *(
            line
            for order, sla in ((1, "major"), (2, "major"), (3, "desk"))
            for line in (
                f"  sev{order}:",
                f"    order: {order}",
                f'    path: "escalation:{"major" if order < 3 else "desk"}"',
                f'    sla: "sla:{sla}"',
            )
        ),
        "slas:",
        "  major:",
        "    applies:",
        "      severity: [sev1, sev2]",
        "    clock: 24x7",
        "    targets:",
        "      acknowledge: 15m",
        "      first_response: 20m",
        "      resolve: 4h",
        "  desk:",
        "    applies:",
        f"      channel: support-intake-{number}",
        '    clock: "calendar:c0"',
        "    targets:",
        "      first_response: 1h",
        "      resolve: 2d",
        "",
    )


def _duty(number: int) -> tuple[str, ...]:
    lines = ["calendars:"]
    for index in range(3):
        opening = 7 + (number + index) % 3
        lines += [
            f"  c{index}:",
            f"    timezone: {ZONES[index]}",
            "    hours:",
            f'      mon-fri: ["{opening:02d}:00-17:30"]',
        ]
    first, second, third, fourth = _keys(number)
    lines += [
        "rotations:",
        "  primary:",
        f"    timezone: {ZONES[number % 4]}",
        '    start: "2026-01-05T09:00"',
        "    shift: 1w",
        f'    users: ["person:{first}", "person:{second}", "person:{third}", "person:{fourth}"]',
        "  secondary:",
        f"    timezone: {ZONES[number % 4]}",
        '    start: "2026-01-05T09:00"',
        "    shift: 1w",
        f'    users: ["person:{second}", "person:{third}", "person:{fourth}", "person:{first}"]',
        "coverage:",
        "  sev1:",
        "    require: 24x7",
        "    min_depth: 2",
        "",
    ]
    return tuple(lines)


def _escalations() -> tuple[str, ...]:
    return (
        "escalations:",
        "  major:",
        "    steps:",
        '      - notify: ["rotation:primary"]',
        "        via:",
        "          - sms: 0m",
        "          - phone: 2m",
        "        ack_within: 5m",
        '      - notify: ["rotation:secondary"]',
        "        via:",
        "          - phone: 0m",
        "        ack_within: 5m",
        '      - notify: ["role:manager"]',
        "        via:",
        "          - phone: 0m",
        "        ack_within: 10m",
        "        management: true",
        "    repeat: 1",
        "  desk:",
        "    steps:",
        '      - notify: ["group:team"]',
        "        ack_within: 30m",
        '      - notify: ["role:manager"]',
        "        ack_within: 30m",
    )
