"""What every reporting command does before and after its own work."""

import argparse
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

from commplan import __version__
from commplan.checker.judge_file import Bench
from commplan.checker.load import Piped, file_state
from commplan.checker.options import Options
from commplan.checker.target import Target
from commplan.cli.excerpts import Excerpts
from commplan.cli.main import Exit
from commplan.cli.options import split
from commplan.cli.output import write_file
from commplan.clock import parse_instant
from commplan.config import Configuration, load, passed_over
from commplan.document import find_plan_files, is_plan_name
from commplan.engine.select import Choice, select
from commplan.errors import ConfigError
from commplan.finding import Finding, Report, Severity
from commplan.named import NamedTuple
from commplan.plugins import Registry, call, registry
from commplan.reporter import Rendering, Replacement
from commplan.reporters.neutralise import neutralise
from commplan.rule import PROFILES, Rule

if TYPE_CHECKING:
    from commplan.checker.cache import Cache
    from commplan.checker.known import Known

HOUR = 3_600_000_000


class Session(NamedTuple):
    """Everything that the words of the command line and the configuration decide."""

    configuration: Configuration
    registry: Registry
    bench: Bench
    target: Target
    options: Options
    formats: tuple[tuple[str, str | None], ...]
    """Names of formats and the files they go to."""


def prepare(words: argparse.Namespace, command: str, *, to_the_hour: bool = False) -> Session:
    """Read configuration, plugins, rules and the list of files.

    ``to_the_hour`` rounds the present down to the hour, so that results stay
    valid, and cached, within it. Raises ConfigError and PluginError.
    """
    paths = [path for path in (*words.paths, *(words.report_only or ())) if path != "-"]
    configuration = load(words.config, paths[0] if paths else os.curdir)
    if words.config is None and len(paths) > 1:
        _tell_of(passed_over(configuration, paths), configuration)
    found = registry(configuration.plugins, configuration.custom_rules)
    catalogue = found.rules()
    choice = _choice(words, configuration)
    try:
        bench = Bench(catalogue, select(catalogue, choice), _as_of(words.as_of, to_the_hour))
        if configuration.paths:
            bench = _told_apart(bench, choice, configuration, words)
    except ConfigError:
        configuration.check_names(catalogue)
        raise
    formats = _formats(words.formats, found)
    return Session(
        configuration,
        found,
        bench,
        _target(words, configuration),
        _options(words, command, choice, configuration, bench),
        formats,
    )


def _told_apart(
    bench: Bench, choice: Choice, configuration: Configuration, words: argparse.Namespace
) -> Bench:
    from commplan.checker.places import Places  # only where paths are told apart

    chosen = bool(words.select) or any(name in PROFILES for name in split(words.profile))
    places = Places(bench.catalogue, choice, configuration, chosen=chosen)
    return bench._replace(selection=places.widest, places=places)


def _tell_of(files: Sequence[str], configuration: Configuration) -> None:
    """Whoever keeps settings beside some of the plans expects them to hold there."""
    if configuration.path is None:
        why = "there is none upward of the first PATH"
    else:
        own = neutralise(os.path.relpath(configuration.path))
        why = f"{own}, the closest to the first PATH, holds for the whole run"
    for file in files:
        told = f"{neutralise(os.path.relpath(file))} is not read: {why}"
        print(f"commplan: note: {told}", file=sys.stderr)


def _choice(words: argparse.Namespace, configuration: Configuration) -> Choice:
    choice = configuration.choice
    named = split(words.profile)
    levels = tuple(dict.fromkeys(name for name in named if name in PROFILES))
    if len(levels) > 1:
        raise ConfigError(f"a run has one profile beside packs; {', '.join(levels)} were given")
    packs = tuple(name for name in named if name not in PROFILES)
    _check_packs(packs)
    return choice._replace(
        profile=levels[0] if levels else choice.profile,
        packs=tuple(dict.fromkeys((*choice.packs, *packs))),
        select=split(words.select) or (() if levels else choice.select),
        ignore=(*choice.ignore, *split(words.ignore)),
        strict_evidence=choice.strict_evidence or words.strict_evidence,
    )


def _check_packs(names: Sequence[str]) -> None:
    if not names:
        return
    from commplan.cli.hints import meant
    from commplan.packs import pack_names  # only where a pack is named

    for name in names:
        if name not in pack_names():
            known = (*PROFILES, *pack_names())
            raise ConfigError(f"no profile or pack is called {name!r}; {meant(name, known)}")


def _as_of(text: str | None, to_the_hour: bool) -> int:
    if text is not None:
        try:
            return parse_instant(text)
        except ValueError as error:
            raise ConfigError(f"--as-of: {error}") from error
    now = time.time_ns() // 1000
    return now - now % HOUR if to_the_hour else now


def _target(words: argparse.Namespace, configuration: Configuration) -> Target:
    paths = [path for path in words.paths if path != "-"]
    stdin = None
    if "-" in words.paths:
        name = _shown(words.stdin_filename) if words.stdin_filename else "<stdin>"
        stdin = (name, sys.stdin.buffer.read())
    elif words.stdin_filename:
        raise ConfigError("--stdin-filename names the plan that '-' reads, and there is no '-'")
    reported = _reported(words)
    if stdin is None and (not paths or words.report_only == []):
        paths = [path for path in configuration.plans if os.path.exists(path)]
    shown = [_shown(path) for path in paths]
    # What comes by standard input stands for the file of that name: an editor's unsaved text.
    files = [path for path in find_plan_files(shown) if stdin is None or path != stdin[0]]
    named = frozenset(path for path in shown if not os.path.isdir(path))
    # Whoever asks about a plan that lies elsewhere must not be told that all is well.
    elsewhere = filter(is_plan_name, reported or ())
    folders = tuple(path for path in shown if os.path.isdir(path))
    disk = Piped(*stdin) if stdin else None
    return Target(tuple(sorted({*files, *elsewhere})), named, stdin, disk, folders)


def _reported(words: argparse.Namespace) -> frozenset[str] | None:
    """The files that ``--report-only`` names, itself or by the PATHs; None without it."""
    if words.report_only is None:
        return None
    paths = words.report_only or [path for path in words.paths if path != "-"]
    if not paths:
        raise ConfigError("--report-only names no file: give it some, or PATHs")
    shown = frozenset(map(_shown, paths))
    for path in sorted(shown):
        if not os.path.isfile(path):
            raise ConfigError(f"--report-only: there is no file {path!r}")
    return shown


def _shown(path: str) -> str:
    """A path as reports name it: relative to the working directory where it lies inside."""
    if not path:
        raise ConfigError("a path is empty; '.' is the working directory")
    relative = os.path.relpath(path)
    outside = relative.startswith(os.pardir) and os.path.isabs(path)
    return (os.path.normpath(path) if outside else relative).replace(os.sep, "/")


def _options(
    words: argparse.Namespace,
    command: str,
    choice: Choice,
    configuration: Configuration,
    bench: Bench,
) -> Options:
    from commplan.checker.jobs import processors

    return Options(
        command=command,
        profile=", ".join((choice.profile, *choice.packs)),
        jobs=words.jobs or processors(),
        cache=None if words.no_cache or not configuration.cache else _cache(bench, configuration),
        known=_known(words, configuration),
        report_only=_reported(words),
        honour_covers=not words.no_ignores,
    )


def _known(words: argparse.Namespace, configuration: Configuration) -> "Known | None":
    path = words.baseline or configuration.baseline
    if path is None or words.no_baseline:
        return None
    from commplan.checker.known import read_known  # only where there is a baseline

    return read_known(path)


def _cache(bench: Bench, configuration: Configuration) -> Callable[[], "Cache"]:
    def open_cache() -> "Cache":
        from commplan.checker.cache import Cache, folder

        place = (os.getcwd(), sorted(bench.selection.codes))
        return Cache(folder(os.environ), repr(place), _cache_key(bench, configuration))

    return open_cache


def _cache_key(bench: Bench, configuration: Configuration) -> str:
    """Everything but the files themselves that a result rests on."""
    rules = [(r.code, r.severity.value) for r in bench.selection.rules]
    modules = [_module_state(rule) for rule in bench.catalogue.rules]
    # Time zones and holidays are packages, which are upgraded, too.
    packages = [file_state(path) for path in sys.path if path.endswith("-packages")]
    tool = (__version__, sys.version, packages)
    selection = bench.selection
    kept, mandatory = sorted(selection.kept), sorted(selection.mandatory)
    asked = (selection.profile, selection.strict_evidence)
    settings = (selection.parameters, selection.packs, kept, mandatory, asked)
    declared = sorted(configuration.custom.items())
    apart = (configuration.path, configuration.paths) if configuration.paths else None
    return repr((tool, bench.as_of, rules, modules, settings, declared, apart))


def _module_state(rule: Rule) -> object:
    """Where a rule comes from and when that last changed: plugins are upgraded, too."""
    loaded = sys.modules.get(rule.module)
    # Only our own rules are not imported yet, and they lie in our own folder.
    file = loaded.__file__ if loaded else os.path.join(_PACKAGES, *rule.module.split(".")) + ".py"
    return rule.code, rule.module, file_state(file or "")


_PACKAGES = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
"""The folder that our own package lies in."""


def _formats(words: Sequence[str], found: Registry) -> tuple[tuple[str, str | None], ...]:
    formats = []
    for word in words or ("text",):
        name, _, file = word.partition(":")
        if name not in found.reporters():
            raise ConfigError(
                f"no format is called {name!r}; there are {', '.join(found.reporters())}"
            )
        formats.append((name, None if file in ("", "-") else file))
    targets = [target for _, target in formats]
    if targets.count(None) > 1:
        raise ConfigError(
            "only one format can go to the terminal; give the others a file, as json:report.json"
        )
    one_each(targets)
    return tuple(formats)


def one_each(targets: Sequence[str | None]) -> None:
    """Raise ConfigError where two formats go to one file: the second would replace the first."""
    for target in targets:
        if targets.count(target) > 1:
            raise ConfigError(f"two formats cannot go to one file, {target!r}")


def finish(session: Session, report: Report, words: argparse.Namespace) -> int:
    """Render the report in every format asked for and return the exit code."""
    for name, file in session.formats:
        reporter = session.registry.reporters()[name]
        rendering = _rendering(session, report, words, to_terminal=file is None)
        text = call("format", name, str, partial(reporter.render, report, rendering))
        if file is None:
            sys.stdout.write(text)
        else:
            write_file(file, text)
    return exit_code(report, session, words)


def exit_code(report: Report, session: Session, words: argparse.Namespace) -> int:
    """What the report means for a gate: incomplete before findings before clean."""
    if not report.complete:
        return Exit.INCOMPLETE
    if report.files == 0:
        where = ", ".join(map(_shown, words.paths or session.configuration.plans))
        print(f"commplan: no plan file found in {where}", file=sys.stderr)
        return Exit.NO_PLANS
    failing = report.failing(_fail_on(session, words))
    return Exit.FINDINGS if failing and not words.exit_zero else Exit.CLEAN


def _fail_on(session: Session, words: argparse.Namespace) -> Severity:
    return Severity(words.fail_on) if words.fail_on else session.configuration.fail_on


def _rendering(
    session: Session, report: Report, words: argparse.Namespace, to_terminal: bool
) -> Rendering:
    return Rendering(
        version=__version__,
        rules=session.bench.catalogue.by_code,
        lines=Excerpts(session.target, report),
        edits=_edits(session.target, report),
        colour=to_terminal and _colour(words.color, os.environ),
        verbosity=words.verbosity + words.more,
        fail_on=_fail_on(session, words),
    )


def _edits(target: Target, report: Report) -> Callable[[Finding], Sequence[Replacement]]:
    @cache
    def of_report() -> Callable[[Finding], Sequence[Replacement]]:
        from commplan.cli.edits import Edits  # only where a format asks for them

        return Edits(target, report)

    return lambda finding: of_report()(finding) if finding.fix else ()


def _colour(wish: str, environment: Mapping[str, str]) -> bool:
    if wish != "auto":
        return wish == "always"
    return (
        sys.stdout.isatty()
        and not environment.get("NO_COLOR")
        and environment.get("TERM") != "dumb"
    )
