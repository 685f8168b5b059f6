"""A rule: a plain generator function and one line of metadata.

The positional parameters of the function are its needs (``plan``, ``workspace``, …);
its keyword-only parameters, with their defaults, are what configuration may set.
Its name is the rule's name, its docstring the rule's page.
"""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import TypeAlias

from commplan.finding import NotAssessed, Problem, Severity
from commplan.named import NamedTuple

Verdicts: TypeAlias = Iterable[Problem | NotAssessed]
"""What a rule yields."""

PROFILES = ("basic", "standard", "complete")
"""From what nobody would want to be wrong to every practice; each includes the ones before."""

CLASSES = ("form", "content", "computed", "live", "measured")
"""What the class digit of a code says that a rule rests on."""

NEEDS = {
    "document": "one YAML document as written, whether or not it matches its schema",
    "files": "the files beside the plan: which exist, and their text",
    "catalogue": "the codes and names of all rules",
    "plan": "one plan with its baselines merged in, references resolved",
    "baselines": "the documents that the plan extends, each as written, the nearest first",
    "packs": "the packs that the plan is held to, with their duties to notify",
    "evidence": "what the files that the plan names record: training, reviews, incidents, …",
    "timeline": "the plan unrolled over the horizon: who is on call and available when",
    "organization": "what all plans of the run declare, side by side",
    "as_of": "the instant for which the plan is judged, in microseconds UTC",
    "workspace": "the live workspace, as read or recorded",
    "drift": "the plan joined with the workspace, object by object",
    "maybe_drift": "the same in an audit, and None in a check: for what is better known then",
    "history": "what was written in the channels of the plan, and measures of it",
    "maybe_history": "the same where messages were read, and None where not",
    "selection": "the rules of this run",
    "covers": "the waivers and ignores that hold in this run, and what each matched",
    "profile": "how much the run asks for: basic, standard or complete",
}
"""What a rule may ask for, each in one sentence."""


class Bounds(NamedTuple):
    """The numbers that a parameter takes, both ends included; None for no greatest."""

    least: float
    most: float | None = None


SHARE = Bounds(0, 1)
"""Of a parameter that is a part of a whole."""


class Deferred:
    """The function of a rule that is imported when it first judges, or tells of itself.

    ``module`` is the full name of the module that defines the rule ``name``.
    """

    __slots__ = ("__name__", "_judge", "_rule", "module")

    def __init__(self, module: str, name: str) -> None:
        self.module = module
        self.__name__ = name
        self._rule: Rule | None = None
        self._judge: Callable[..., Verdicts] | None = None

    def __call__(self, *given: object, **parameters: object) -> Verdicts:
        """Judge as the rule does."""
        if self._judge is None:
            self._judge = self.rule.judge
        return self._judge(*given, **parameters)

    @property
    def rule(self) -> "Rule":
        """The rule itself; raises TypeError where the module defines none of that name."""
        if self._rule is None:
            found = getattr(import_module(self.module), self.__name__, None)
            if not isinstance(found, Rule):
                raise TypeError(f"{self.module} defines no rule called {self.__name__}")
            self._rule = found
        return self._rule


class Rule(NamedTuple):
    """One rule as the engine knows it."""

    code: str
    """Area, class digit and two digits, such as ``ESC203``; plugins' codes start with ``X``."""
    name: str
    """Kebab-case, names the fault: ``method-never-fires``."""
    severity: Severity
    profile: str
    since: str
    source: str
    """Rows of the practices it serves, or a control of a standard."""
    fix: str | None
    """``safe``, ``unsafe`` or None."""
    reads: tuple[str, ...]
    """Facts of the workspace it looks at; see ``commplan.workspace.FACTS``."""
    of: tuple[str, ...]
    """Keys of a channel in the plan: only of channels with one of them does it look at facts
    that take calls for each channel. Empty for every channel; see ``commplan.plan.claims``."""
    threads: tuple[str, ...]
    """Why it looks into threads, where it reads replies; see ``commplan.plan.threads``. Empty for
    all threads of the channels it looks at."""
    lists: tuple[str, ...]
    """Facts of :attr:`reads` of which it looks at what no plan names, and nothing else that is
    read: an audit lists them whole, where the plan has one of :attr:`of`."""
    back: str
    """How far back it looks at messages beyond the windows that the plan states: a duration, or
    the name of the parameter that holds one or a number of weeks. Empty for no further."""
    baseline: bool
    """Whether a ``kind: Baseline`` is judged on its own, too."""
    needs: tuple[str, ...]
    parameters: Mapping[str, object]
    """Keyword parameters with their defaults."""
    takes: Mapping[str, Bounds | tuple[str, ...]]
    """The range of a number, or the only words, for parameters that do not take every value of
    their type. Other numbers are no less than 0."""
    judge: Callable[..., Verdicts]

    @property
    def module(self) -> str:
        """The full name of the module that defines it."""
        return self.judge.module if isinstance(self.judge, Deferred) else self.judge.__module__

    @property
    def docstring(self) -> str:
        """What it says of itself."""
        judge = self.judge.rule.judge if isinstance(self.judge, Deferred) else self.judge
        return (judge.__doc__ or "").strip()

    @property
    def area(self) -> str:
        """The letters of the code."""
        return self.code[:-3]

    @property
    def evidence_class(self) -> int:
        """The place of what it rests on in :data:`CLASSES`."""
        return int(self.code[-3])

    @property
    def is_measured(self) -> bool:
        """Whether it measures what happened, which only an audit does."""
        return self.code[-3] == "4"  # no number: it is asked of every rule for every file

    @property
    def title(self) -> str:
        """First line of the docstring, without the full stop."""
        return self.docstring.partition("\n")[0].rstrip(".")


def rule(
    code: str,
    *,
    severity: Severity,
    profile: str,
    since: str,
    source: str,
    fix: str | None = None,
    reads: tuple[str, ...] = (),
    of: tuple[str, ...] = (),
    threads: tuple[str, ...] = (),
    lists: tuple[str, ...] = (),
    back: str = "",
    baseline: bool = False,
    takes: Mapping[str, Bounds | tuple[str, ...]] | None = None,
) -> Callable[[Callable[..., Verdicts]], Rule]:
    """Make a :class:`Rule` of a generator function.

    Raises ``TypeError`` for a need that does not exist, so that a misspelt
    parameter is found when the module is imported and not when the rule runs.
    """

    def make(judge: Callable[..., Verdicts]) -> Rule:
        body = judge.__code__
        needs = body.co_varnames[: body.co_argcount]
        if unknown := [need for need in needs if need not in NEEDS]:
            raise TypeError(
                f"rule {code} asks for {', '.join(unknown)}; a rule may ask for {', '.join(NEEDS)}"
            )
        if of:
            from commplan.plan import CLAIMS  # few rules name any, and they are imported late

            if unknown := [claim for claim in of if claim not in CLAIMS]:
                raise TypeError(
                    f"rule {code} looks at channels with {', '.join(unknown)}; "
                    f"what a plan may say of a channel is {', '.join(sorted(CLAIMS))}"
                )
        if threads:
            from commplan.plan import THREAD_REASONS  # likewise

            if unknown := [reason for reason in threads if reason not in THREAD_REASONS]:
                raise TypeError(
                    f"rule {code} looks into threads because of {', '.join(unknown)}; "
                    f"reasons are {', '.join(sorted(THREAD_REASONS))}"
                )
            if "replies" not in reads:
                raise TypeError(f"rule {code} looks into threads, and does not read replies")
        if unread := [fact for fact in lists if fact not in reads]:
            raise TypeError(f"rule {code} lists {', '.join(unread)}, which it does not read")
        if profile not in PROFILES:
            raise TypeError(f"rule {code} names the profile {profile!r}, not one of {PROFILES}")
        if not isinstance(severity, Severity):
            raise TypeError(f"rule {code} has the severity {severity!r}, which is no Severity")
        if back and not back[:1].isdigit() and back not in (judge.__kwdefaults__ or {}):
            raise TypeError(f"rule {code} looks back by {back!r}, which is none of its parameters")
        if unknown := sorted({*(takes or {})} - {*(judge.__kwdefaults__ or {})}):
            raise TypeError(
                f"rule {code} says what {', '.join(unknown)} takes, which is none of its parameters"
            )
        if fix not in (None, "safe", "unsafe"):
            raise TypeError(f"rule {code} says of its fixes {fix!r}, not 'safe' or 'unsafe'")
        return Rule(
            code=code,
            name=judge.__name__.replace("_", "-"),
            severity=severity,
            profile=profile,
            since=since,
            source=source,
            fix=fix,
            reads=reads,
            of=of,
            threads=threads,
            lists=lists,
            back=back,
            baseline=baseline,
            needs=needs,
            parameters=_parameters(judge),
            takes=takes or {},
            judge=judge,
        )

    return make


def _parameters(judge: Callable[..., Verdicts]) -> Mapping[str, object]:
    """The defaults; one that is to take fractions is a fraction, though it be written ``2``."""
    return {
        name: float(default) if judge.__annotations__.get(name) in ("float", float) else default
        for name, default in (judge.__kwdefaults__ or {}).items()
    }
