"""The schema of the configuration, against TOML as people write it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable

import pytest

Faults = Callable[[str, object], frozenset[tuple[str | int, ...]]]
Place = tuple[str | int, ...]

NOTHING: frozenset[Place] = frozenset()


CONFIG = """
plans = ["plans", "teams/*/plan.yaml"]
profile = "basic"
packs = ["gdpr", "iso27001"]
select = ["PLN", "SLA2", "ESC203", "coverage-gap", "X"]
ignore = ["member-without-2fa"]
mandatory = ["SEC", "channel-unowned"]
fail-on = "warning"
cache = false

[rules.STK103]
severity = "warning"
min_holders = 3

[rules.infeasible-vs-escalation]
notice = { push = "1m", slack = "5m" }

[rules.CHN103]
severity = "off"
kinds = ["chat", "email"]
suits = { report = ["email", "docs"] }

[plugins]
allow = ["commplan-example"]
off = []
"""


def test_a_configuration(faults: Faults) -> None:
    assert faults("config", tomllib.loads(CONFIG)) == NOTHING
    assert faults("config", {}) == NOTHING


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('plan = ["plans"]', ()),
        ('plans = "plans"', ("plans",)),
        ("profile = 3", ("profile",)),
        ('packs = "gdpr"', ("packs",)),
        ('mandatory = ["sec 101"]', ("mandatory", 0)),
        ('select = ["pln 101"]', ("select", 0)),
        ('fail-on = "fatal"', ("fail-on",)),
        ('fail_on = "error"', ()),
        ('cache = "yes"', ("cache",)),
        ('[rules]\nSTK103 = "off"', ("rules", "STK103")),
        ('[rules.STK]\nseverity = "off"', ("rules",)),
        ('[rules.STK103]\nseverity = "fatal"', ("rules", "STK103", "severity")),
        ("[rules.STK103]\nmin-holders = 3", ("rules", "STK103")),
        ('[plugins]\ndeny = ["x"]', ("plugins",)),
        ("[plugins]\noff = [1]", ("plugins", "off", 0)),
    ],
)
def test_broken_configurations(faults: Faults, text: str, place: Place) -> None:
    assert faults("config", tomllib.loads(text)) == {place}
