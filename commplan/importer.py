"""What an importer is: a name and a function from something foreign to plan files."""

from collections.abc import Callable, Mapping

from commplan.named import NamedTuple


class Imported(NamedTuple):
    """What an importer made."""

    files: Mapping[str, str]
    """File name, relative to the output folder, to YAML text."""
    notes: tuple[str, ...] = ()
    """What could not be carried over faithfully, each with file and line of the original."""


class Importer(NamedTuple):
    """One foreign format."""

    name: str
    summary: str
    """One sentence for ``--help``."""
    run: Callable[[str, Mapping[str, str]], Imported]
    """Takes the path given and further ``--set KEY=VALUE`` options; raises CommplanError."""
    options: Mapping[str, str] = {}
    """The options it understands, each with one sentence."""
