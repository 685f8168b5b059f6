"""What the plan language refuses, and at which place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

Faults = Callable[[str, object], frozenset[tuple[str | int, ...]]]

PLAN = "communication-plan"
NOTHING: frozenset[tuple[str | int, ...]] = frozenset()

HEAD = ("apiVersion", "kind", "metadata")


def around(pointer: str, plan: Mapping[str, Any]) -> Mapping[str, Any]:
    """The head of a plan and the section a pointer leads into; the rest only costs time."""
    wanted = (*HEAD, pointer.split("/")[1])
    return {key: value for key, value in plan.items() if key in wanted}


def steps(pointer: str) -> list[str | int]:
    """The keys and indices of a pointer."""
    return [int(step) if step.isdigit() else step for step in pointer.split("/")[1:]]


def _at(value: Any, path: list[str | int]) -> Any:
    for step in path:
        value = value[step]
    return value


UNKNOWN_KEYS = (
    "/stakeholder",
    "/metadata/titel",
    "/metadata/workspace/teams",
    "/metadata/managed/groups",
    "/classification/levels",
    "/stakeholders/persons",
    "/stakeholders/people/mira/slack_id",
    "/stakeholders/people/mira/contacts/signal",
    "/stakeholders/people/jørn/leave/0/until",
    "/stakeholders/groups/crew/member",
    "/stakeholders/roles/scribe/deputy",
    "/stakeholders/external/pilots/address",
    "/goals/heard-soon/kpi",
    "/kpis/first-answer/treshold",
    "/security_profiles/hosted/mfa_required",
    "/security_profiles/hosted/encryption/at_rest",
    "/security_profiles/hosted/assurance/date",
    "/tools/chat/type",
    "/tools/chat/security/vpn",
    "/tools/horn/drill/cadence",
    "/channels/quay-help/ownr",
    "/channels/quay-help/posting/allow",
    "/channels/quay-help/settings/posting",
    "/channels/quay-help/intake/ticket",
    "/channels/quay-help/publish/1/url",
    "/channels/quay-help/bridges/0/from",
    "/messages/outage/who",
    "/severities/storm/rank",
    "/severities/storm/pir/due",
    "/slas/storm/target",
    "/slas/storm/applies/group",
    "/slas/storm/targets/response",
    "/slas/storm/objective/share",
    "/slas/help/pause/until",
    "/olas/pilots/targets/resolve",
    "/calendars/quay/zone",
    "/calendars/quay/holidays/country",
    "/rotations/watch/length",
    "/rotations/watch/overrides/0/who",
    "/coverage/storm/depth",
    "/escalations/alarm/loops",
    "/escalations/alarm/steps/0/wait",
    "/escalations/alarm/steps/0/via/0/fax",
    "/escalations/alarm/on_exhausted/ack_within",
    "/requests/berth/team",
    "/automations/berth-form/trigger",
    "/monitoring/tide-gauge/alert",
    "/monitoring/tide-gauge/alerts/too-high/sev",
    "/obligations/spill/due",
    "/protocols/etiquette",
    "/protocols/tone/grade",
    "/protocols/conduct/blame",
    "/protocols/dm_policy/channel",
    "/protocols/decisions/where",
    "/protocols/notifications/cap",
    "/templates/outage/body",
    "/reviews/plan/cadence",
    "/training/course",
    "/training/courses/plain-words/lasts",
    "/programmes/knowledge/when",
    "/programmes/knowledge/meeting/time",
    "/feedback/nps",
    "/feedback/csat/target",
    "/feedback/appraisal/covers",
    "/capacity/people",
    "/capacity/expected/tickets_per_week",
    "/evidence/mails",
    "/waivers/w1/until",
)


@pytest.mark.parametrize("pointer", UNKNOWN_KEYS)
def test_an_unknown_key_is_refused_where_it_stands(
    faults: Faults, full_plan: Any, pointer: str
) -> None:
    *parent, key = steps(pointer)
    _at(full_plan, parent)[key] = "0m" if key == "fax" else "x"
    assert faults(PLAN, around(pointer, full_plan)) == {tuple(parent)}


WRONG_VALUES: list[tuple[str, object]] = [
    ("/apiVersion", "commplan/v2"),
    ("/kind", "Plan"),
    ("/metadata", None),
    ("/metadata/id", "two words"),
    ("/metadata/id", 7),
    ("/metadata/owner", "dana"),
    ("/metadata/owner", "team:crew"),
    ("/metadata/owner", "role:"),
    ("/metadata/approved", "2026-02-29"),
    ("/metadata/approved", "14.9.2026"),
    ("/metadata/approved", 20260914),
    ("/metadata/content_hash", "md5:0a"),
    ("/metadata/version", True),
    ("/metadata/profiles", "iso27001"),
    ("/classification/order", "public"),
    ("/classification/medium_ceiling/sms", ["public"]),
    ("/stakeholders/people", []),
    ("/stakeholders/people/mira", "Mira Sol"),
    ("/stakeholders/people/mira/name", ""),
    ("/stakeholders/people/mira/slack", None),
    ("/stakeholders/people/mira/contacts/phone", 4790000000),
    ("/stakeholders/people/mira/quiet_hours", "23-6"),
    ("/stakeholders/people/jørn/guest", "yes"),
    ("/stakeholders/people/jørn/leave/0/from", "2026-12-32"),
    ("/stakeholders/groups/crew/members", "person:mira"),
    ("/stakeholders/groups/crew/members/0", "mira"),
    ("/stakeholders/groups/tenants/needs/0", "subtitles"),
    ("/stakeholders/groups/tenants/prefers/0", "carrier-pigeon"),
    ("/stakeholders/groups/tenants/languages/0", "Norwegian"),
    ("/stakeholders/roles/duty-lead/reachable", "always"),
    ("/goals/heard-soon/kpis/0", "kpi:first-answer"),
    ("/kpis/first-answer/stat", "p0"),
    ("/kpis/first-answer/threshold", "30m"),
    ("/kpis/first-answer/threshold", "=<30m"),
    ("/kpis/first-answer/clock", "quay"),
    ("/kpis/first-answer/min_n", 0),
    ("/security_profiles/hosted/mfa", True),
    ("/channels/quay-help/kind", "irc"),
    ("/channels/quay-help/visibility", "secret"),
    ("/channels/quay-help/state", "closed"),
    ("/channels/quay-help/guests", "some"),
    ("/channels/quay-help/out_of_band", "true"),
    ("/channels/quay-help/audience/0", "#general"),
    ("/channels/quay-help/publish/0", "slo"),
    ("/channels/quay-help/publish/1", {}),
    ("/channels/quay-help/settings/huddles", False),
    ("/channels/quay-help/intake/threads", True),
    ("/channels/quay-help/min_members", 1.5),
    ("/messages/outage/kind", "alarm"),
    ("/messages/outage/via", "channel:quay-help"),
    ("/severities/storm/order", 0),
    ("/severities/storm/order", "1"),
    ("/severities/storm/criteria/berths_closed", "many"),
    ("/severities/storm/criteria/or", "flooding"),
    ("/priority_matrix/high/low", "severity storm"),
    ("/slas/storm/clock", "24/7"),
    ("/slas/storm/applies/severity", "sla:storm"),
    ("/slas/storm/targets/acknowledge", "10 minutes"),
    ("/slas/storm/targets/acknowledge", 10),
    ("/slas/storm/targets/update_every/monitoring", "hourly"),
    ("/slas/help/targets/update_every", "1.5h"),
    ("/slas/storm/objective/attainment", 95),
    ("/slas/help/objective/percentile", 100),
    ("/slas/help/pause/metrics/0", "resolution"),
    ("/calendars/quay/hours", "09:00-17:30"),
    ("/calendars/quay/hours/mon-thu", "09:00-17:30"),
    ("/calendars/quay/hours/mon-thu/0", "9:00-17:30"),
    ("/calendars/quay/hours/mon-thu/0", "09:00-24:30"),
    ("/calendars/quay/hours/mon-thu/0", "24:00-08:00"),
    ("/rotations/watch/start", "2026-01-05"),
    ("/rotations/watch/start", "2026-01-05T09:00Z"),
    ("/rotations/watch/shift", "weekly"),
    ("/rotations/watch/users", "person:mira"),
    ("/coverage/horizon", "next year"),
    ("/coverage/storm/require", "24-7"),
    ("/coverage/storm/min_depth", 0),
    ("/escalations/alarm/steps", {}),
    ("/escalations/alarm/steps/0/via/0", {"push": "0m", "sms": "1m"}),
    ("/escalations/alarm/steps/0/via/0", {}),
    ("/escalations/alarm/steps/0/via/0/push", 0),
    ("/escalations/alarm/steps/1/mention", "everyone"),
    ("/escalations/alarm/repeat", -1),
    ("/requests/berth/automation", "automation:berth-form"),
    ("/requests/berth/per_week", "12"),
    ("/obligations/spill/deadline", "72"),
    ("/obligations/spill/clock", "business"),
    ("/protocols/threads", "always"),
    ("/protocols/naming", 7),
    ("/protocols/notifications/quiet_hours", "22:00"),
    ("/reviews/plan/on/0", "full-moon"),
    ("/programmes/knowledge/meeting/at", "9:30"),
    ("/programmes/knowledge/meeting/days", "tuesday"),
    ("/capacity/expected/pages_per_week", -1),
    ("/capacity/expected/pages_per_week/alarm", "2"),
    ("/evidence/surveys/1", ""),
    ("/waivers/w1/at", "rotations.watch"),
    ("/waivers/w1/expires", "soon"),
]


@pytest.mark.parametrize(("pointer", "value"), WRONG_VALUES)
def test_a_wrong_value_is_refused_where_it_stands(
    faults: Faults, full_plan: Any, pointer: str, value: object
) -> None:
    *parent, key = steps(pointer)
    _at(full_plan, parent)[key] = value
    assert faults(PLAN, around(pointer, full_plan)) == {(*parent, key)}


REQUIRED = (
    "/apiVersion",
    "/kind",
    "/metadata",
    "/metadata/id",
    "/stakeholders/people/mira/name",
    "/channels/quay-help/kind",
    "/severities/storm/order",
    "/slas/storm/targets",
    "/calendars/quay/timezone",
    "/calendars/quay/hours",
    "/rotations/watch/timezone",
    "/rotations/watch/start",
    "/rotations/watch/shift",
    "/rotations/watch/users",
    "/obligations/spill/deadline",
    "/escalations/alarm/steps/0/notify",
    "/waivers/w1/rule",
    "/waivers/w1/at",
)

PARTS_OF_ONE_VALUE = (
    "/stakeholders/people/jørn/leave/0/from",
    "/stakeholders/people/jørn/leave/0/to",
    "/rotations/watch/overrides/0/from",
    "/rotations/watch/overrides/0/to",
    "/rotations/watch/overrides/0/user",
    "/channels/quay-help/bridges/0/to",
    "/programmes/knowledge/meeting/days",
    "/programmes/knowledge/meeting/at",
    "/programmes/knowledge/meeting/duration",
)
"""Keys of small records in lists, which mean nothing without them and which no rule judges."""


@pytest.mark.parametrize("pointer", REQUIRED + PARTS_OF_ONE_VALUE)
def test_what_an_entry_has_no_meaning_without(faults: Faults, full_plan: Any, pointer: str) -> None:
    *parent, key = steps(pointer)
    del _at(full_plan, parent)[key]
    assert faults(PLAN, around(pointer, full_plan)) == {tuple(parent)}


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/stakeholders/people/mira/slack", "@mira"),
        ("/stakeholders/people/mira/timezone", "GMT+2"),
        ("/stakeholders/people/mira/contacts/phone", "+47 90 00 00 00"),
        ("/stakeholders/people/mira/name", "TBC"),
        ("/stakeholders/groups/crew/description", "x" * 300),
        ("/stakeholders/groups/crew/class", "night-shift"),
        ("/channels/quay-help/name", "Bad Channel NAME!!"),
        ("/channels/quay-help/topic", "x" * 300),
        ("/channels/quay-help/owner", "tool:chat"),
        ("/calendars/quay/hours", {}),
        ("/calendars/quay/hours/mon-thu", []),
        ("/calendars/quay/holidays/source", "holidays:ATLANTIS"),
        ("/rotations/watch/users", []),
        ("/rotations/watch/shift", "0d"),
        ("/rotations/watch/timezone", "EST"),
        ("/escalations/alarm/steps", []),
        ("/escalations/alarm/steps/0/notify", []),
        ("/escalations/alarm/steps/0/via/0/push", "5m"),
        ("/slas/storm/targets", {}),
        ("/slas/help/pause/metrics", ["acknowledge"]),
        ("/waivers/w1/at", ""),
        ("/waivers/w1/rule", "AVL"),
        ("/metadata/version", "3.2.0"),
    ],
)
def test_what_rules_judge_is_left_to_them(
    faults: Faults, full_plan: Any, pointer: str, value: object
) -> None:
    *parent, key = steps(pointer)
    _at(full_plan, parent)[key] = value
    assert faults(PLAN, around(pointer, full_plan)) == NOTHING
