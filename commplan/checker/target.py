"""What a run looks at, and its files as they are loaded."""

from typing import TYPE_CHECKING

from commplan.checker.load import Disk, Loader
from commplan.named import NamedTuple

if TYPE_CHECKING:
    from commplan.checker.load import Loaded


class Target(NamedTuple):
    """What to look at."""

    files: tuple[str, ...]
    """Paths of plan files, sorted."""
    named: frozenset[str] = frozenset()
    """Those that the user named one by one."""
    stdin: tuple[str, bytes] | None = None
    """Name and content of a plan that came by standard input."""
    disk: Disk | None = None
    """What stands for the files of this machine; None for themselves."""
    folders: tuple[str, ...] = ()
    """Folders that were searched for plans."""
    around: tuple[str, ...] = ()
    """Files that another run looks at, and whose records may be for plans of this one."""
    kept: dict[str, "LoadedFile"] | None = None
    """Files that were loaded, where they are looked at more than once."""

    @property
    def paths(self) -> tuple[str, ...]:
        """All plan files, what came by standard input last."""
        return self.files if self.stdin is None else (*self.files, self.stdin[0])


class LoadedFile(NamedTuple):
    """The documents of one file, and what has read them."""

    loader: Loader
    documents: tuple["Loaded", ...]


def load_file(path: str, target: Target, *, named: bool = False) -> LoadedFile:
    """Load a file of the target, or standard input, under its name."""
    if target.kept is not None and path in target.kept:
        return target.kept[path]
    loader = Loader(disk=target.disk)
    if target.stdin is not None and target.stdin[0] == path:
        found = LoadedFile(loader, loader.read_text(target.stdin[1], path))
    else:
        found = LoadedFile(loader, loader.read(path, named or path in target.named))
    if target.kept is not None:
        target.kept[path] = found
    return found
