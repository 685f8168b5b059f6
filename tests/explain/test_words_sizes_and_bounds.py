"""Words that are not in a list, mappings of the wrong size, numbers out of bounds."""

from collections.abc import Callable

import pytest

Mistake = Callable[[str, str, str | None], None]
STEP = "escalations:\n  major:\n    steps:\n    - notify: ['role:lead']\n      "


@pytest.mark.parametrize(
    ("fragment", "message", "advice"),
    [
        (
            "channels: {a: {kind: «slck»}}\n",
            "'slck' is not a known kind of channel; did you mean 'slack'?",
            "change it to slack",
        ),
        (
            "channels: {a: {kind: «Slack»}}\n",
            "'Slack' is not a known kind of channel; did you mean 'slack'?",
            "change it to slack",
        ),
        (
            "channels: {a: {kind: «status page»}}\n",
            "'status page' is not a known kind of channel; did you mean 'status-page'?",
            "change it to status-page",
        ),
        (
            "channels: {a: {kind: slack, visibility: «secret»}}\n",
            "'secret' is not known here; expected one of public, private",
            None,
        ),
        (
            "channels: {a: {kind: slack, settings: {huddles: «false»}}}\n",
            "false is not known here; did you mean 'off'?",
            'change it to "off"',
        ),
        (
            "channels: {a: {kind: slack, visibility: «true»}}\n",
            "true is not known here; expected one of public, private",
            None,
        ),
        (
            "channels: {a: {kind: slack, «visibility»: {public: true}}}\n",
            "a mapping is not known here; expected one of public, private",
            None,
        ),
        (
            "stakeholders: {roles: {lead: {reachable: «always»}}}\n",
            "'always' is not known here; expected 24x7",
            None,
        ),
        (
            STEP + "mention: «everyone»\n",
            "'everyone' is not known here; expected one of channel, here",
            None,
        ),
        (
            STEP + "via: [{«push»: 0m, sms: 1m}]\n",
            "found 2 keys, expected at most 1",
            "write an item for each key: {push: 0m}, {sms: 1m}",
        ),
        (
            STEP + "via: [«{}»]\n",
            "found no key, expected at least 1",
            "write it like {push: 0m} or {phone: 2m}",
        ),
        (
            "severities: {sev1: {order: «0»}}\n",
            "0 is too small; expected at least 1",
            "write it like 1",
        ),
        (
            "slas: {a: {targets: {}, objective: {attainment: «95»}}}\n",
            "95 is too large; expected at most 1",
            "write it like 0.95",
        ),
        (
            "slas: {a: {targets: {}, objective: {percentile: «100»}}}\n",
            "100 is too large; expected less than 100",
            "write it like 90",
        ),
        (
            "slas: {a: {targets: {}, objective: {attainment: «0»}}}\n",
            "0 is too small; expected more than 0",
            "write it like 0.95",
        ),
        (
            "escalations: {major: {steps: [], repeat: «-1»}}\n",
            "-1 is too small; expected at least 0",
            "write it like 2",
        ),
        (
            "capacity: {expected: {pages_per_week: {major: «-2»}}}\n",
            "-2 is too small; expected at least 0",
            None,
        ),
    ],
)
def test_what_was_found_and_what_is_allowed(
    mistake: Mistake, fragment: str, message: str, advice: str | None
) -> None:
    mistake(fragment, message, advice)
