"""Nowhere to say what nobody wants to hear."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import Channel, Plan, Problem, Related, Severity, rule

_CHATS = ("slack", "chat")


@rule(
    "FBK102",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="A10 A24; SOC 2 CC2.2",
)
def speak_up_channel_missing(plan: Plan) -> Iterator[Problem]:
    """Nobody can speak up in confidence, or no message type is for early warnings.

    Whoever fears for their name keeps quiet about the shortcut that will end in an
    incident. Name in `feedback.speak_up` a channel that is `anonymous`, or one that
    others cannot read; a chat that is not private is none. And people need to know
    that a warning is welcome before anything has happened: describe it as a message
    type of kind `proactive`.

    Bad:
        feedback: {speak_up: "channel:it-ops"}
        messages:
          near-miss: {kind: proactive, via: ["channel:it-ops"]}
        channels:
          it-ops: {kind: slack, slack: C04OPS, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        feedback: {speak_up: "channel:speak-up"}
        messages:
          near-miss: {kind: proactive, via: ["channel:it-ops"]}
        channels:
          it-ops: {kind: slack, slack: C04OPS, owner: "person:alice"}
          speak-up: {kind: form, anonymous: true, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        missing: speak_up or proactive
        channel: the channel that is no confidential route, or null
    """
    named = plan.feedback.speak_up
    if named is None:
        yield Problem(
            at=plan.feedback.at / "speak_up",
            message="nobody can speak up without giving a name: "
            "the plan names no anonymous or confidential route",
            help='add `speak_up: "channel:…"` to `feedback`',
            facts={"missing": "speak_up", "channel": None},
        )
    elif plan.sound(named) and _is_exposed(channel := plan.channels[named.id]):
        yield Problem(
            at=named.at,
            message=f"{named} is where to speak up, but everybody there can read who said what",
            help=f"make {named} private or anonymous, or name another channel",
            related=(Related(channel.at.key, f"{named} is neither private nor anonymous"),),
            facts={"missing": "speak_up", "channel": channel.id},
        )
    if not any(message.kind == "proactive" for message in plan.messages.values()):
        yield Problem(
            at=plan.root / "messages",
            message="no message type is of kind proactive: nobody is told how to warn early",
            help="add one with `kind: proactive`, such as a near miss",
            facts={"missing": "proactive", "channel": None},
        )


def _is_exposed(channel: Channel) -> bool:
    """Whether others read along and see who writes; a form or a mailbox is taken to be closed."""
    if channel.anonymous or channel.declared_private:
        return False
    return channel.visibility == "public" or channel.kind in _CHATS
