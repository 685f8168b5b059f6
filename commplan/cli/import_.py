"""``commplan import``: turn something that exists into plans."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from commplan.cli.hints import meant
from commplan.cli.options import Parser, add_config
from commplan.cli.output import write_folder
from commplan.config import load
from commplan.errors import ConfigError
from commplan.importer import Imported, Importer
from commplan.plugins import call, registry

EXAMPLES = """\
  commplan import slack acme.json -o plans/              a snapshot of a workspace
  commplan import slack acme.json --set channels=help-*  some channels of it
  commplan import tempelis slack-config/ -o plans/
  commplan import tempelis slack-config/ --set owners=sigs.yaml -o plans/
"""


def parser() -> Parser:
    """The options of ``import``."""
    made = Parser("import", "Turn a foreign format into commplan's plans.", EXAMPLES)
    made.add_argument("format", metavar="FORMAT", help="slack, tempelis, or one that a plugin adds")
    made.add_argument("path", metavar="PATH", help="the file or folder to read")
    made.add_argument(
        "-o", "--output", metavar="FOLDER", help="where the plans go (default: printed)"
    )
    made.add_argument(
        "--set",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        dest="settings",
        help="an option of the format; may be repeated",
    )
    made.add_argument("--force", action="store_true", help="overwrite plans that exist")
    add_config(made)
    return made


def run(words: Sequence[str]) -> int:
    """Run ``commplan import``."""
    arguments = parser().parse(words)
    importers = registry(load(arguments.config, ".").plugins).importers()
    importer = importers.get(arguments.format)
    if importer is None:
        hint = meant(arguments.format, importers)
        raise ConfigError(f"no importer is called {arguments.format!r}; {hint}")
    settings = _settings(arguments.settings, importer)
    imported = call(
        "importer", importer.name, Imported, lambda: importer.run(arguments.path, settings)
    )
    for note in imported.notes:
        print(f"commplan: note: {note}", file=sys.stderr)
    if arguments.output is None:
        print(*imported.files.values(), sep="---\n", end="")
    else:
        write_folder(arguments.output, imported.files, overwrite=arguments.force)
    return 0


def _settings(words: Sequence[str], importer: Importer) -> Mapping[str, str]:
    settings = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or key not in importer.options:
            known = ", ".join(f"{k}: {text}" for k, text in importer.options.items()) or "none"
            raise ConfigError(f"--set {word!r}: expected KEY=VALUE with one of these keys: {known}")
        settings[key] = value
    return settings
