"""Which messages of the plan are written from a template, and where in Slack they are posted."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.named import NamedTuple
from commplan.plan.channels import Channel
from commplan.plan.messages import Message
from commplan.plan.plan import Plan
from commplan.plan.templates import Template


class Templated(NamedTuple):
    """A message type with a template that goes through Slack."""

    message: Message
    template: Template
    channels: tuple[Channel, ...]
    """The Slack channels in its ``via``, none of them retired."""


def templated_messages(plan: Plan) -> Iterator[Templated]:
    """Every such message type; without those whose references are broken."""
    for message in plan.messages.values():
        reference = message.template
        if reference is None or not plan.sound(reference):
            continue
        via = (plan.channels[one.id] for one in message.via if plan.sound(one))
        channels = tuple(one for one in via if one.is_slack and not one.retired)
        if channels:
            yield Templated(message, plan.templates[reference.id], channels)
