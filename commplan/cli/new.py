"""``commplan new``: begin something of one's own."""

from __future__ import annotations

from collections.abc import Sequence

from commplan import __version__
from commplan.cli.options import Parser, add_config
from commplan.cli.output import write_folder
from commplan.config import load
from commplan.errors import ConfigError
from commplan.plugins import registry
from commplan.scaffold.rule_package import files, new_rule

EXAMPLES = """\
  commplan new rule channel-without-topic --code XAC101
  commplan new rule stale-runbook --code XAC102 -o rules/
"""
KINDS = ("rule",)


def parser() -> Parser:
    """The options of ``new``."""
    made = Parser("new", "Begin a rule of your own: a package that passes its test.", EXAMPLES)
    made.add_argument("kind", metavar="KIND", help="what to begin: rule")
    made.add_argument("name", metavar="NAME", help="the bad thing that it finds, with hyphens")
    made.add_argument(
        "--code",
        metavar="CODE",
        required=True,
        help="X, two or three letters of your own, a class from 1 to 4, two digits: XAC101",
    )
    made.add_argument(
        "-o", "--output", metavar="FOLDER", help="where it goes (default: commplan-NAME)"
    )
    made.add_argument("--force", action="store_true", help="overwrite files that exist")
    add_config(made)
    return made


def run(words: Sequence[str]) -> int:
    """Run ``commplan new``."""
    arguments = parser().parse(words)
    if arguments.kind not in KINDS:
        raise ConfigError(f"nothing called {arguments.kind!r} to begin; there is 'rule'")
    rule = new_rule(arguments.name, arguments.code)
    configuration = load(arguments.config, ".")
    catalogue = registry(configuration.plugins, configuration.custom_rules).rules()
    for known in catalogue.rules:
        if rule.code == known.code or rule.name == known.name:
            raise ConfigError(
                f"{known.code} {known.name} is a rule of {known.module} already; take another"
                f" {'code' if rule.code == known.code else 'name'}"
            )
    folder = arguments.output or rule.package
    write_folder(folder, files(rule, __version__), overwrite=arguments.force)
    print(f"next: pip install --editable {folder} pytest && pytest {folder}")
    return 0
