"""Which channels a plan gives a reason to read messages in, beyond what it wants measured."""

from commplan.plan import channel_claims
from tests.measures.made import plan_of

PLAN = """
channels:
  inc: {kind: slack, slack: C01INC}
  chat: {kind: slack, slack: C02CHAT}
  old: {kind: slack, slack: C03OLD, state: retired}
  mail: {kind: email}
messages:
  update: {via: ["channel:inc", "channel:old", "channel:mail"], template: "template:update"}
  plain: {via: ["channel:chat"]}
  broken: {via: ["channel:chat"], template: "template:nothing"}
templates:
  update: {text: "{{ summary }}"}
"""
QUIET = "protocols: {notifications: {quiet_hours: '22:00-07:00'}}"
OWN = "stakeholders: {people: {a: {name: A, quiet_hours: '22:00-07:00'}}}"


def claimed(claim: str, more: str = "") -> list[str]:
    claims = channel_claims(plan_of(f"{PLAN}{more}\n"))
    return [channel for channel, made in claims.items() if claim in made]


def test_messages_from_a_template_are_looked_for_where_they_are_posted() -> None:
    assert claimed("template") == ["inc"]


def test_quiet_hours_are_looked_at_in_every_channel() -> None:
    assert claimed("quiet_hours") == []
    assert claimed("quiet_hours", QUIET) == claimed("quiet_hours", OWN) == ["inc", "chat"]
