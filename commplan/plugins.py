"""Collect what built-ins and installed plugins bring, all through the same hooks.

Plugins come from installed packages only (entry-point group ``commplan``), never
from the working directory. A policy tool fails closed: a plugin that cannot be
used ends the run with its name.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

from commplan.catalogue import Catalogue, catalogue, is_reserved
from commplan.errors import CommplanError, PluginError
from commplan.importer import Importer
from commplan.named import NamedTuple
from commplan.reporter import Reporter
from commplan.rule import Rule

if TYPE_CHECKING:
    from commplan.workspace import Source

    Named = TypeVar("Named", Reporter, Source, Importer)

GROUP = "commplan"
Made = TypeVar("Made")
Implementations = Callable[[str], Iterable[tuple[str, Callable[[], Iterable[object]]]]]
"""From a hook to the names of those who implement it and their functions, built-ins first."""


class PluginChoice(NamedTuple):
    """Which installed plugins may take part."""

    allow: tuple[str, ...] | None = None
    """Names of entry points; None allows all."""
    off: tuple[str, ...] = ()
    third_party: bool = True
    """False leaves every installed plugin out, as tests do."""


class Registry:
    """Everything that rules, reporters, sources and importers bring, checked and sorted."""

    def __init__(
        self, implementations: Implementations, custom: Callable[[], Iterable[Rule]] = tuple
    ) -> None:
        self._implementations = implementations
        self._custom = custom

    def rules(self) -> Catalogue:
        """All rules. Raises PluginError where a code or name is taken twice."""
        found: dict[str, tuple[Rule, str]] = {}
        names: dict[str, str] = {}
        declared = ("the configuration", self._custom())
        for plugin, rules in (*self._collect("commplan_rules"), declared):
            for rule in rules:
                _check_rule(rule, plugin)
                for key in (rule.code, rule.name):
                    if key in names:
                        raise PluginError(
                            f"plugin {plugin!r} brings rule {rule.code} ({rule.name}), "
                            f"but {key!r} belongs to {names[key]!r} already"
                        )
                    names[key] = plugin
                found[rule.code] = (rule, plugin)
        return catalogue(rule for rule, _ in found.values())

    def reporters(self) -> Mapping[str, Reporter]:
        """Output formats by name."""
        return self._by_name("commplan_reporters", Reporter)

    def sources(self) -> Mapping[str, Source]:
        """Workspace sources by name."""
        from commplan.workspace import Source

        return self._by_name("commplan_sources", Source)

    def importers(self) -> Mapping[str, Importer]:
        """Importers by name."""
        return self._by_name("commplan_importers", Importer)

    def _by_name(self, hook: str, kind: type[Named]) -> Mapping[str, Named]:
        found: dict[str, tuple[Named, str]] = {}
        for plugin, values in self._collect(hook):
            for value in values:
                if not isinstance(value, kind):
                    raise PluginError(
                        f"plugin {plugin!r}: {hook} returned {value!r}, expected {kind.__name__}"
                    )
                if value.name in found:
                    raise PluginError(
                        f"plugin {plugin!r} brings {value.name!r}, "
                        f"which belongs to {found[value.name][1]!r} already"
                    )
                found[value.name] = (value, plugin)
        return {name: found[name][0] for name in sorted(found)}

    def _collect(self, hook: str) -> Iterator[tuple[str, Iterable[Any]]]:
        """Call a hook of each plugin on its own, built-ins first, so that blame has a name."""
        for name, function in self._implementations(hook):
            try:
                values = list(function())
            except (Exception, SystemExit) as error:
                raise PluginError(
                    f"plugin {name!r} failed in {hook}: {type(error).__name__}: {error}"
                ) from error
            yield name, values


def call(what: str, name: str, expected: type[Made], work: Callable[[], object]) -> Made:
    """Let a plugin do its work; what it does wrong is told with its name.

    Errors for people (CommplanError) pass as they are. Raises PluginError for any
    other exception, and for an answer that is not of the type ``expected``.
    """
    try:
        made = work()
    except CommplanError:
        raise
    except Exception as error:
        raise PluginError(f"the {what} {name!r} failed: {type(error).__name__}: {error}") from error
    if not isinstance(made, expected):
        raise PluginError(f"the {what} {name!r} returned {made!r}, expected {expected.__name__}")
    return made


def _check_rule(rule: object, plugin: str) -> None:
    if not isinstance(rule, Rule):
        raise PluginError(f"plugin {plugin!r}: commplan_rules returned {rule!r}, expected a Rule")
    if not _well_formed(rule.code):
        raise PluginError(
            f"plugin {plugin!r}: {rule.code!r} is no rule code; expected letters, "
            "a class digit 0-4 and two digits, such as XAC101"
        )
    if is_reserved(rule.code) or is_reserved(rule.name):
        raise PluginError(f"plugin {plugin!r} brings {rule.code} ({rule.name}), which is reserved")
    if not plugin.startswith("commplan.") and not rule.code.startswith("X"):
        raise PluginError(
            f"plugin {plugin!r} brings rule {rule.code}; codes of plugins start with 'X'"
        )


def _well_formed(code: str) -> bool:
    letters, digits = code[:-3], code[-3:]
    return letters.isalpha() and letters.isupper() and digits.isdigit() and digits[0] in "01234"


def registry(
    choice: PluginChoice = PluginChoice(),  # noqa: B008  # immutable
    custom: Callable[[], Iterable[Rule]] = tuple,
) -> Registry:
    """Load built-ins and the installed plugins that ``choice`` lets in.

    ``custom`` gives the rules that a configuration declares, once rules are asked for.
    Raises PluginError, naming the plugin, for one that cannot be imported,
    declares an unknown hook, or is asked for and not installed.
    """
    from commplan import importers, reporters, rules, sources

    built_in = (rules, reporters, sources, importers)
    plugins = _installed(choice)
    if not plugins:
        return Registry(_named(built_in), custom)
    from commplan.manager import build

    return Registry(build(built_in, plugins).implementations, custom)


def _named(modules: Iterable[ModuleType]) -> Implementations:
    """Find hooks by their names, as the manager does, without the cost of importing it."""

    def implementations(hook: str) -> Iterator[tuple[str, Callable[[], Iterable[object]]]]:
        for module in modules:
            if function := getattr(module, hook, None):
                yield module.__name__, function

    return implementations


def _installed(choice: PluginChoice) -> list[tuple[str, Callable[[], object]]]:
    """Entry points that take part, sorted by name."""
    if not choice.third_party or (choice.allow is None and not _announced(sys.path)):
        return []
    from importlib.metadata import entry_points

    points = sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))
    names = [point.name for point in points]
    for name in names:
        if name.startswith("commplan."):
            raise PluginError(f"plugin {name!r}: names like commplan.… are commplan's own")
        if names.count(name) > 1:
            raise PluginError(f"two installed packages bring a plugin called {name!r}")
    for name in choice.allow or ():
        if name not in names:
            raise PluginError(f"plugin {name!r} is allowed by the configuration but not installed")
    return [
        (point.name, point.load)
        for point in points
        if (choice.allow is None or point.name in choice.allow) and point.name not in choice.off
    ]


def _announced(folders: Iterable[str]) -> bool:
    """Whether any installed package announces a plugin, told without importlib.metadata.

    Importing importlib.metadata takes longer than everything else that checking
    one plan does, and hardly any installation has plugins.
    """
    for folder in folders:
        try:
            entries = [e for e in os.scandir(folder or ".") if e.name.endswith(_METADATA)]
        except OSError:
            continue
        for entry in entries:
            try:
                with open(os.path.join(entry.path, "entry_points.txt"), "rb") as file:
                    if b"[" + GROUP.encode() + b"]" in file.read():
                        return True
            except OSError:
                continue
    return False


_METADATA = (".dist-info", ".egg-info")
