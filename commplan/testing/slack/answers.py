"""What a method answers: a JSON object, or one of Slack's errors."""

from typing import TypeAlias

JSON: TypeAlias = dict[str, object]


class SlackError(Exception):
    """An answer ``{"ok": false, "error": code}``; ``extra`` fields go beside it."""

    def __init__(self, code: str, **extra: object) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra

    def body(self) -> JSON:
        """Give the answer as it is sent."""
        return {"ok": False, "error": self.code, **self.extra}


def invalid_arguments(*problems: str) -> SlackError:
    """Slack's complaint about arguments, which names them in the metadata only."""
    messages = [f"[ERROR] {problem}" for problem in problems]
    return SlackError("invalid_arguments", response_metadata={"messages": messages})
