"""Limits as plans write them: ``<=30m``, ``>= 4.2``, ``<5%``."""

from commplan.clock import Duration, parse_duration
from commplan.named import NamedTuple


class Threshold(NamedTuple):
    """On which side of which value something has to be."""

    operator: str
    """``<=``, ``>=``, ``<`` or ``>``."""
    limit: float | Duration
    percent: bool
    """The limit is written with ``%``; it is the number before it."""

    @property
    def is_least(self) -> bool:
        """Whether the limit is the lower end of what is good."""
        return self.operator[0] == ">"

    @property
    def includes_limit(self) -> bool:
        """Whether the limit itself is good."""
        return self.operator[-1] == "="


def parse_threshold(text: str) -> Threshold:
    """Read a threshold. Raises ValueError for what is none."""
    operator = text[: 2 if text[1:2] == "=" else 1]
    if operator not in ("<=", ">=", "<", ">"):
        raise ValueError(f"{text!r} is no threshold; it begins with <=, >=, < or >")
    limit = text[len(operator) :].strip()
    percent = limit.endswith("%")
    if percent or limit[-1:].isdigit():
        return Threshold(operator, float(limit.removesuffix("%")), percent)
    return Threshold(operator, parse_duration(limit), percent)
