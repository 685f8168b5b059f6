"""The plugin manager: pluggy, told that hooks are known by their names.

Imported only where a plugin is installed: pluggy takes as long to import as a
plan takes to check.
"""

from collections.abc import Callable, Iterable, Iterator
from types import ModuleType

import pluggy

from commplan import hookspecs
from commplan.errors import PluginError

Implementation = tuple[str, Callable[[], Iterable[object]]]
"""The name of a plugin and its function for a hook."""


class Manager(pluggy.PluginManager):
    """A function called ``commplan_…`` implements a hook, marked with ``hookimpl`` or not."""

    def parse_hookimpl_opts(self, plugin: object, name: str) -> pluggy.HookimplOpts | None:
        """Read the mark of a function, or make one up from its name."""
        options = super().parse_hookimpl_opts(plugin, name)
        if options is None and name.startswith("commplan_"):
            unmarked = pluggy.HookimplMarker("commplan")(lambda: None)
            options = unmarked.commplan_impl  # type: ignore[attr-defined]  # set by the marker
        return options

    def implementations(self, hook: str) -> Iterator[Implementation]:
        """What implements a hook, in the order of registration."""
        for implementation in getattr(self.hook, hook).get_hookimpls():
            yield implementation.plugin_name, implementation.function


def build(
    built_in: Iterable[ModuleType], plugins: Iterable[tuple[str, Callable[[], object]]]
) -> Manager:
    """Register built-ins, then plugins. Raises PluginError, naming the one that does not fit."""
    manager = Manager("commplan")
    manager.add_hookspecs(hookspecs)
    # Built-ins first: who comes later cannot take what they have.
    for module in built_in:
        manager.register(module, name=module.__name__)
    for name, load in plugins:
        _register(manager, name, load)
    try:
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        hook = str(error).removeprefix("unknown hook ").partition(" in plugin ")[0]
        raise PluginError(
            f"plugin {manager.get_name(error.plugin)!r} declares an unknown hook: {hook}"
        ) from error
    return manager


def _register(manager: Manager, name: str, load: Callable[[], object]) -> None:
    try:
        manager.register(load(), name=name)
    except pluggy.PluginValidationError as error:
        raise PluginError(f"plugin {name!r} does not fit a hook: {error}") from error
    except (Exception, SystemExit) as error:  # a module may even try to leave
        raise PluginError(
            f"plugin {name!r} cannot be loaded: {type(error).__name__}: {error}"
        ) from error
