"""A text that Slack does not take whole."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import Fix, Place, Plan, Problem, Put, Severity, rule

_CHANNEL_TEXT = 250
_GROUP_DESCRIPTION = 140


@rule(
    "CHN003",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="real: kubernetes/community #9137, #7990",
    fix="unsafe",
)
def slack_text_over_limit(plan: Plan) -> Iterator[Problem]:
    """A topic or description is too long for Slack, or a user group's has a line break.

    Slack refuses a channel's topic or description of more than 250 characters and
    a user group's description of more than 140, and takes line breaks out of the
    latter, so that plan and workspace never agree. Shorten the text, or fold it
    with `>-`. Patterns between slashes are not texts and are left alone.

    Bad:
        stakeholders:
          groups:
            desk:
              slack_usergroup: S01DESK
              description: |
                The service desk.
                Mention it for outages only.

    Good:
        stakeholders:
          groups:
            desk:
              slack_usergroup: S01DESK
              description: >-
                The service desk.
                Mention it for outages only.

    Facts:
        length: characters of the text
        limit: characters that Slack takes
    """
    for channel in plan.channels.values():
        if channel.is_slack:
            for field, text in (("topic", channel.topic), ("description", channel.description)):
                if text and not (text.startswith("/") and text.endswith("/")):
                    where = f"{field} of channel:{channel.id}"
                    yield from _too_long(channel.at / field, where, text, _CHANNEL_TEXT)
    for group in plan.groups.values():
        if group.description and (group.slack_usergroup or group.handle):
            at, where = group.at / "description", f"description of group:{group.id}"
            yield from _too_long(at, where, group.description, _GROUP_DESCRIPTION)
            yield from _broken(at, where, group.description)


def _too_long(at: Place, where: str, text: str, limit: int) -> Iterator[Problem]:
    length = len(text.strip())
    if length > limit:
        yield Problem(
            at=at,
            message=f"{where} has {length} characters, Slack takes {limit}",
            help=f"shorten it by {length - limit}",
            facts={"length": length, "limit": limit},
        )


def _broken(at: Place, where: str, text: str) -> Iterator[Problem]:
    """A break at the very end, as a block of YAML text has it, does no harm."""
    if len(text.strip().splitlines()) > 1:
        yield Problem(
            at=at,
            message=f"{where} has a line break, which Slack takes out",
            help="put it on one line, or fold it with `>-`",
            facts={"length": len(text.strip()), "limit": _GROUP_DESCRIPTION},
            fix=Fix((Put(at, " ".join(text.split())),)),
        )
