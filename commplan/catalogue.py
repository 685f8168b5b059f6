"""Every known rule, by code and by name, and what people may call them."""

from collections.abc import Iterable, Mapping

from commplan.errors import ConfigError
from commplan.named import NamedTuple
from commplan.reserved import RESERVED
from commplan.rule import Rule

_RESERVED_NAMES = frozenset(RESERVED.values())


class Catalogue(NamedTuple):
    """All rules of a run's installation, sorted by code."""

    rules: tuple[Rule, ...]
    by_code: Mapping[str, Rule]
    by_name: Mapping[str, Rule]

    def find(self, word: str) -> Rule | None:
        """The rule with this code (any case) or name."""
        return self.by_code.get(word.upper()) or self.by_name.get(word.lower())

    def knows(self, word: str) -> bool:
        """Whether this is the code or name of a rule, be it of a later version."""
        return self.find(word) is not None or is_reserved(word)

    def get(self, word: str) -> Rule:
        """The rule with this code or name; raises ConfigError with the nearest one."""
        found = self.find(word)
        if found is None and is_reserved(word):
            raise ConfigError(f"rule {word} is reserved for a later version of commplan")
        if found is None:
            raise ConfigError(f"no rule is called {word!r}{self.nearest(word)}")
        return found

    def matching(self, selector: str) -> tuple[Rule, ...]:
        """Rules that a selector names: a code, a name, a code prefix, or a class digit.

        Raises ConfigError where it names none.
        """
        if self.knows(selector):
            return (self.get(selector),)
        if selector.isdigit():
            found = tuple(r for r in self.rules if str(r.evidence_class) == selector)
        else:
            found = tuple(r for r in self.rules if r.code.startswith(selector.upper()))
        if not found or not selector:
            raise ConfigError(
                f"no rule matches {selector!r}{self.nearest(selector)} "
                "(a code such as ESC203, a prefix such as ESC or SLA2, a name, or a class 0-4)"
            )
        return found

    def nearest(self, word: str, *, with_areas: bool = True) -> str:
        """``; did you mean 'x'?`` for something close, else nothing."""
        from difflib import get_close_matches

        areas = {rule.area for rule in self.rules if with_areas}
        for candidates, form in (
            ([*self.by_name], word.lower()),
            ([*self.by_code, *sorted(areas)], word.upper()),
        ):
            if close := get_close_matches(form, candidates, n=1, cutoff=0.6):
                return f"; did you mean {close[0]!r}?"
        return ""


def is_reserved(word: str) -> bool:
    """Whether a code or name belongs to a rule of a later version."""
    return word.upper() in RESERVED or word.lower() in _RESERVED_NAMES


def catalogue(rules: Iterable[Rule]) -> Catalogue:
    """Sort rules by code. Codes and names are unique; the plugin loader has seen to that."""
    ordered = tuple(sorted(rules, key=lambda rule: rule.code))
    return Catalogue(
        rules=ordered,
        by_code={rule.code: rule for rule in ordered},
        by_name={rule.name: rule for rule in ordered},
    )
