"""What ``extends`` may name, in plans and in the configuration alike.

- a path, relative to the file that it stands in;
- ``package:NAME/PATH``, a file of an installed Python package;
- either with ``#sha256=…`` behind it, which pins the content.
"""

import os
import sys
from collections.abc import Iterator

from commplan.errors import CommplanError
from commplan.named import NamedTuple

_PACKAGE = "package:"
_PIN = "#sha256="


class Extended(NamedTuple):
    """A file that is extended."""

    path: str
    digest: str | None = None
    """The SHA-256 that its content must have, in hexadecimal digits."""

    def changed(self, data: bytes) -> str | None:
        """What is wrong with the content; None where it is the one that was pinned, or any."""
        if self.digest is None:
            return None
        from hashlib import sha256

        found = sha256(data).hexdigest()
        if found == self.digest:
            return None
        return f"{self.path!r} has changed: it is pinned to sha256={self.digest} and has {found}"


class ExtendsError(CommplanError):
    """``extends`` names nothing that could be there."""


def extended(word: str, folder: str) -> Extended:
    """The file that a word in a file of ``folder`` names. Raises ExtendsError."""
    name, pinned, digest = word.partition(_PIN)
    if pinned and not (len(digest) == 64 and set(digest) <= set("0123456789abcdef")):
        raise ExtendsError(f"{word!r}: expected 64 lower-case hexadecimal digits behind {_PIN!r}")
    if name.startswith(_PACKAGE):
        path = _of_package(name.removeprefix(_PACKAGE))
    else:
        path = os.path.normpath(os.path.join(folder, name))
    return Extended(path, digest or None)


def _of_package(name: str) -> str:
    package, _, inside = name.partition("/")
    if not package or not inside or ".." in inside.split("/"):
        raise ExtendsError(f"'{_PACKAGE}{name}': expected '{_PACKAGE}NAME/PATH'")
    folders = list(_folders(package))
    if not folders:
        raise ExtendsError(f"no installed package is called {package!r}")
    paths = [os.path.join(folder, *inside.split("/")) for folder in folders]
    return _below(next(filter(os.path.isfile, paths), paths[0]))


def _folders(package: str) -> Iterator[str]:
    """The folders of an installed package, which is not imported for that.

    The working directory is left out, wherever Python would look there: what lies in
    a repository must not pose as the policy that it is held to.
    """
    from importlib.machinery import PathFinder

    here = os.path.realpath(os.curdir)
    installed = [path for path in sys.path if path and os.path.realpath(path) != here]
    first, *others = package.split(".")
    finders = [finder for finder in sys.meta_path if hasattr(finder, "find_spec")]
    for finder in finders:
        spec = finder.find_spec(first, installed if finder is PathFinder else None)
        if spec is not None and spec.submodule_search_locations is not None:
            for location in spec.submodule_search_locations:
                yield os.path.join(location, *others)
            return


def _below(path: str) -> str:
    """The path as from the working directory, where it lies inside."""
    relative = os.path.relpath(path)
    return path if relative.startswith(os.pardir) else relative
