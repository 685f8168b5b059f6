"""A digest as a message of Slack, by the SDK. The only module that posts anything."""

from __future__ import annotations

import logging
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
)
from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.web import WebClient
from slack_sdk.webhook import WebhookClient

from commplan.notices.address import Address, NoticeError
from commplan.notices.digest import Digest

TIMEOUT = 30
_HEADER = 150
"""Characters of a header, at most."""

_ADVICE = {
    "missing_scope": "the token lacks the scope chat:write",
    "not_in_channel": "invite the app to the channel, or give it chat:write.public",
    "channel_not_found": "no such channel, or a private one that the app is not in",
    "is_archived": "the channel is archived",
    "invalid_auth": "Slack does not know the token",
}


def send(digest: Digest, address: Address) -> None:
    """Post a digest. Raises NoticeError where it did not arrive."""
    if address.kind == "webhook":
        _to_webhook(digest, address)
    else:
        _to_channel(digest, address)


def blocks(digest: Digest) -> list[Block]:
    """The digest in Block Kit. All of it is plain text, in which Slack looks for no mention."""
    made: list[Block] = [HeaderBlock(text=_plain(digest.title[:_HEADER]))]
    for heading, lines in digest.sections:
        made += [DividerBlock(), SectionBlock(text=_plain(heading))]
        made += [SectionBlock(text=_plain(line)) for line in lines]
    made.append(ContextBlock(elements=[_plain(digest.footer)]))
    return made


def _plain(text: str) -> PlainTextObject:
    return PlainTextObject(text=text, emoji=False)


def escaped(text: str) -> str:
    """Text in which Slack finds neither mentions nor links: those begin with ``<``."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _logger() -> logging.Logger:
    """One that says nothing: the SDK's log lines may hold what was sent."""
    return logging.Logger("commplan.notices", level=logging.CRITICAL + 1)


def _to_channel(digest: Digest, address: Address) -> None:
    client = WebClient(
        address.secret,
        address.base_url,
        timeout=TIMEOUT,
        logger=_logger(),
        retry_handlers=[ConnectionErrorRetryHandler(2), RateLimitErrorRetryHandler(3)],
    )
    try:
        client.chat_postMessage(
            channel=address.channel,
            text=escaped(digest.title),
            blocks=blocks(digest),
            link_names=False,
            unfurl_links=False,
            unfurl_media=False,
        )
    except SlackApiError as error:
        code = str(_answer(error).get("error") or "no answer that makes sense")
        advice = f" ({_ADVICE[code]})" if code in _ADVICE else ""
        raise NoticeError(f"chat.postMessage to {address.channel}: {code}{advice}") from None
    except OSError as error:
        raise NoticeError(f"chat.postMessage to {address.channel}: {_told(error)}") from None


def _answer(error: SlackApiError) -> dict[str, Any]:
    data = getattr(error.response, "data", error.response)
    return data if isinstance(data, dict) else {}


def _to_webhook(digest: Digest, address: Address) -> None:
    client = WebhookClient(address.secret, timeout=TIMEOUT, logger=_logger())
    try:
        answer = client.send(text=escaped(digest.text), blocks=blocks(digest))
    except OSError as error:
        raise NoticeError(f"the webhook: {_told(error)}") from None
    if answer.status_code != 200:
        raise NoticeError(f"the webhook answered with status {answer.status_code}")


def _told(error: OSError) -> str:
    """What went wrong, without the address, which is a secret."""
    reason = getattr(error, "reason", error)
    return str(getattr(reason, "strerror", None) or type(reason).__name__)
