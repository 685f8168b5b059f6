"""Where notices go: a Slack channel, or a webhook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from commplan.errors import CommplanError, ConfigError
from commplan.workspace import SLACK_API

# Names of variables of the environment.
TOKENS = ("SLACK_NOTIFY_TOKEN", "SLACK_BOT_TOKEN")
WEBHOOK = "COMMPLAN_WEBHOOK_URL"


class NoticeError(CommplanError):
    """A notice that did not arrive. The text holds no secret."""


class Address(NamedTuple):
    """One place to tell."""

    kind: str
    """``slack`` or ``webhook``."""
    channel: str
    """Id or name of the channel; empty for a webhook."""
    secret: str
    """The token, or the URL of the webhook, which lets anybody post."""
    base_url: str = SLACK_API

    def __repr__(self) -> str:
        """Without the secret."""
        return f"Address({self.kind!r}, {self.channel!r})"


def address(word: str, variables: Mapping[str, str]) -> Address:
    """Take ``slack:CHANNEL`` or ``webhook``; secrets come from the environment alone.

    Raises ConfigError for anything else, and where a secret is missing.
    """
    kind, _, channel = word.partition(":")
    if kind == "slack" and channel.strip("#"):
        token = next(filter(None, map(variables.get, TOKENS)), None)
        if not token:
            raise ConfigError(
                f"--notify {word}: {TOKENS[0]} is not set; export a token with the scope chat:write"
            )
        base_url = variables.get("SLACK_API_URL") or SLACK_API
        return Address(kind, channel.removeprefix("#"), token, base_url)
    if word == "webhook":
        url = variables.get(WEBHOOK)
        if not url or not url.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
            raise ConfigError(f"--notify webhook: {WEBHOOK} is to hold an address with https://")
        return Address(kind, "", url)
    raise ConfigError(f"--notify {word!r}: expected slack:CHANNEL, or webhook")
