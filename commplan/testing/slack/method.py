"""What the emulator knows of a Web API method."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from commplan.testing.slack.answers import JSON
from commplan.testing.slack.session import Session
from commplan.testing.slack.wire import Arguments

Handler: TypeAlias = Callable[[Session, Arguments], JSON]


class Method(NamedTuple):
    """A method: ``handler`` makes the answer without ``ok``, or raises SlackError.

    ``per_minute`` is the floor of its rate-limit tier. The token needs one of
    ``scopes``; a handler asks for more where the channel's kind decides.
    ``json`` says that arguments may come as a JSON body, ``open`` that no token
    is needed.
    """

    name: str
    per_minute: int
    scopes: tuple[str, ...]
    handler: Handler
    required: tuple[str, ...] = ()
    json: bool = False
    open: bool = False
