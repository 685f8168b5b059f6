"""The entry point: find the command, run it, and turn every outcome into an exit code."""

import gc
import os
import sys
from collections.abc import Sequence
from enum import IntEnum

from commplan import __version__
from commplan.errors import CommplanError
from commplan.named import NamedTuple


class Exit(IntEnum):
    """What a run's end means, the same for every format."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    NO_PLANS = 3
    INCOMPLETE = 4
    INTERRUPTED = 130


class Command(NamedTuple):
    """A word of the command line and the module that does it."""

    module: str
    summary: str


COMMANDS = {
    "check": Command("check", "lint plans offline: form, references, and what follows from them"),
    "audit": Command("audit", "the same, and compare the plans with a live or recorded workspace"),
    "baseline": Command("baseline", "know what is found today, so that only what is new fails"),
    "compliance": Command("compliance", "tell what is found of the controls of a framework"),
    "measure": Command("measure", "tell how well promised times are kept, in figures and charts"),
    "snapshot": Command("snapshot", "read a workspace once into a dated, redacted file"),
    "who": Command("who", "tell who is reached, when and how, for a severity, path or channel"),
    "rules": Command("rules", "list the rules"),
    "explain": Command("explain", "print the page of one rule"),
    "init": Command("init", "write a first plan and a configuration that pass"),
    "import": Command("import_", "turn something that exists into plans"),
    "migrate": Command("migrate", "bring plans to the newest edition of the plan language"),
    "completion": Command("completion", "print the completions of a shell"),
    "new": Command("new", "begin a rule of your own: a package that passes its test"),
}

USAGE = """\
usage: commplan COMMAND [OPTIONS]

A linter for communication plans: who owns a channel, who is called next, how
fast a request is answered, written down in YAML and checked against itself and
against Slack.

commands:
{commands}

examples:
  commplan check plans/                          lint every plan in a folder
  commplan check --profile basic plans/team.yaml only what nobody wants to be wrong
  commplan audit --workspace slack plans/        compare plans with Slack (needs SLACK_BOT_TOKEN)
  commplan explain CHN101                        why a rule exists, and how to mend a finding

'commplan COMMAND --help' tells more about a command.
exit codes: 0 clean, 1 findings, 2 usage, 3 no plan found, 4 incomplete, 130 interrupted
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run commplan and return its exit code."""
    # A run is short and makes hardly any cycles; the collector's pauses cost more than they free.
    gc.disable()
    words = list(sys.argv[1:] if arguments is None else arguments)
    _prepare_output()
    try:
        code = _dispatch(words)
        sys.stdout.flush()
        return code
    except CommplanError as error:
        return fail(str(error))
    except KeyboardInterrupt as stop:
        print("commplan: interrupted" + (f"; {stop}" if str(stop) else ""), file=sys.stderr)
        return Exit.INTERRUPTED
    except BrokenPipeError:  # whoever read our output has gone, and knows it
        _discard_output()
        return Exit.INCOMPLETE
    except OSError as error:
        _discard_output()
        return fail(f"{error.filename or 'the output'}: {error.strerror}", Exit.INCOMPLETE)
    except Exception as error:
        from commplan.engine.judge import told

        # A gate must not take a fault of commplan itself for findings, as exit code 1 would say.
        return fail(
            f"this is a fault of commplan, please report it: {told(error)}", Exit.INCOMPLETE
        )


def _prepare_output() -> None:
    """Print every character somehow, and nowhere if the caller has closed the output."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  # to the end
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _discard_output() -> None:
    """Keep Python from complaining at its exit about output that nobody can take."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def fail(message: str, code: Exit = Exit.USAGE) -> int:
    """Say why commplan cannot do what was asked."""
    from commplan.reporters.neutralise import neutralise

    print(f"commplan: error: {neutralise(message)}", file=sys.stderr)
    return code


def _dispatch(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        print(usage(), end="")
        return Exit.CLEAN if words else Exit.USAGE
    if words[0] in ("-V", "--version"):
        print(f"commplan {__version__}")
        return Exit.CLEAN
    command = COMMANDS.get(words[0])
    if command is None:
        return fail(_unknown(words[0]))
    from importlib import import_module

    module = import_module(f"commplan.cli.{command.module}")
    return int(module.run(words[1:]))


def usage() -> str:
    """The overview that ``--help`` prints."""
    lines = (f"  {name:<11} {command.summary}" for name, command in COMMANDS.items())
    return USAGE.format(commands="\n".join(lines))


def _unknown(word: str) -> str:
    from commplan.cli.hints import meant

    if os.path.exists(word):
        return f"{word!r} is no command; did you mean 'commplan check {word}'?"
    return f"{word!r} is no command; {meant(word, COMMANDS)}"
