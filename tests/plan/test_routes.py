from __future__ import annotations

from typing import Any

from commplan.place import Origin
from commplan.plan import Plan, Reference, routes_by, routes_of


def ways(via: list[str], **fallbacks: str | None) -> tuple[list[str], bool]:
    channels: dict[str, Any] = {
        key: {"kind": "slack"} | ({"fallback": f"channel:{other}"} if other else {})
        for key, other in fallbacks.items()
    }
    value = {"messages": {"m": {"via": [f"channel:{key}" for key in via]}}, "channels": channels}
    plan = Plan(value, Origin("p.yaml", 0))
    found = routes_of(plan, plan.messages["m"])
    return [channel.id for channel in found.channels], found.broken


def test_channels_come_first_and_then_what_stands_in_for_them() -> None:
    assert ways(["a", "b"], a="c", b=None, c="d", d=None) == (["a", "b", "c", "d"], False)


def test_a_channel_that_is_named_twice_is_one_route() -> None:
    assert ways(["a", "b", "a"], a="b", b="a") == (["a", "b"], False)


def test_what_names_nothing_is_no_route_but_is_told_of() -> None:
    assert ways(["a", "gone"], a=None) == (["a"], True)
    assert ways(["a"], a="gone") == (["a"], True)
    assert ways([]) == ([], False)


def test_from_channels_that_no_message_names() -> None:
    channels = {"a": {"kind": "slack", "fallback": "channel:b"}, "b": {"kind": "email"}}
    plan = Plan({"channels": channels}, Origin("p.yaml", 0))
    channel = plan.channels["a"]
    found = routes_by(plan, [Reference("channel", channel.id, channel.at)])
    assert ([channel.id for channel in found.channels], found.broken) == (["a", "b"], False)
