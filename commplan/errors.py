"""What goes wrong when commplan cannot do its job.

Findings are values; these exceptions mean that no honest verdict is possible.
Every message names the file (and line, where there is one), says what was
expected, and is printed without a traceback.
"""


class CommplanError(Exception):
    """Base of all errors that a person can mend; its text is complete as it stands."""


class PlanSyntaxError(CommplanError):
    """A file cannot be read within the limits: as YAML, or as text where no YAML is expected.

    ``path`` is shown to the user; ``line`` and ``column`` are 1-based and count
    Unicode code points, or are ``None`` where the fault has no place.
    """

    def __init__(
        self, path: str, problem: str, line: int | None = None, column: int | None = None
    ) -> None:
        self.path = path
        self.problem = problem
        self.line = line
        self.column = column
        super().__init__(path, problem, line, column)

    def __str__(self) -> str:
        place = self.path
        if self.line is not None:
            place += f":{self.line}"
            if self.column is not None:
                place += f":{self.column}"
        return f"{place}: {self.problem}"


class ConfigError(CommplanError):
    """The command line or the configuration asks for something impossible."""


class PluginError(CommplanError):
    """A plugin cannot be loaded, or breaks the rules that plugins live by."""


class SnapshotError(CommplanError):
    """A workspace snapshot or export is not what it claims to be."""


class SourceError(CommplanError):
    """A workspace cannot be read at all: no token, refused token, unreachable service."""


class StateError(CommplanError):
    """The record of earlier audits cannot be used: it is of another workspace, newer, or no record.

    The text never holds a password.
    """


class EngineError(CommplanError):
    """What is to measure messages cannot be started, or fails; ``engine`` is its name."""

    def __init__(self, problem: str, engine: str = "the engine") -> None:
        self.engine = engine
        super().__init__(problem)


class MissingExtraError(CommplanError):
    """A library is not installed that comes only where it is asked for.

    What needs it cannot be done, and everything else can: a rule that raises this has
    assessed nothing. ``purpose`` says what the library is for; ``extra`` is what to ask for.
    """

    def __init__(self, purpose: str, extra: str) -> None:
        self.purpose = purpose
        self.extra = extra
        super().__init__(purpose, extra)

    def __str__(self) -> str:
        return f"{self.purpose}: pip install 'commplan[{self.extra}]'"
