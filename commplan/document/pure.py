"""The parser for machines where PyYAML was built without libyaml: slow, the same events."""

from typing import Any

from yaml.error import MarkedYAMLError
from yaml.events import ScalarEvent
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner


class PureParser(Reader, Scanner, Parser):
    """PyYAML's own reader, scanner and parser, with libyaml's view of bad escapes."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def get_event(self) -> Any:
        """The next event, or None at the end of the text.

        Raises MarkedYAMLError for an escape that names no Unicode character, which
        PyYAML lets through or stumbles over.
        """
        try:
            event = super().get_event()  # type: ignore[no-untyped-call]
        except (ValueError, OverflowError):
            raise _bad_escape(self.get_mark()) from None
        if isinstance(event, ScalarEvent) and not event.value.isascii():
            try:
                event.value.encode()
            except UnicodeEncodeError:
                raise _bad_escape(event.start_mark) from None
        return event


def _bad_escape(mark: Any) -> MarkedYAMLError:
    return MarkedYAMLError(problem="found invalid Unicode character escape code", problem_mark=mark)
