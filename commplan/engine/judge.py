"""Run rules on one subject. A rule that raises spoils itself and nothing else."""

from collections.abc import Callable, Iterable, Mapping

from commplan.errors import CommplanError, EngineError, MissingExtraError
from commplan.finding import Incomplete, NotAssessed, Problem
from commplan.named import NamedTuple
from commplan.place import Place
from commplan.rule import Rule


class Inputs:
    """What rules may ask for on this subject, each made when first needed and then kept."""

    def __init__(self, makers: Mapping[str, Callable[[], object]]) -> None:
        self._makers = makers
        self._made: dict[str, object] = {}
        self._given: dict[tuple[str, ...], list[object]] = {}

    def gives(self, needs: tuple[str, ...]) -> bool:
        """Whether everything that is asked for can be had."""
        return needs in self._given or self._makers.keys() >= {*needs}

    def give(self, needs: tuple[str, ...]) -> list[object]:
        """Everything that is asked for; most rules ask for the same. Raises what making raises."""
        if needs not in self._given:
            self._given[needs] = [self.get(need) for need in needs]
        return self._given[needs]

    def get(self, need: str) -> object:
        """The input; raises what making it raises."""
        if need not in self._made:
            self._made[need] = self._makers[need]()
        return self._made[need]


class Judged(NamedTuple):
    """What some rules said about one subject."""

    problems: tuple[tuple[Rule, Problem], ...]
    not_assessed: tuple[tuple[Rule, NotAssessed], ...]
    crashed: tuple[Incomplete, ...]


def judge(
    rules: Iterable[Rule],
    inputs: Inputs,
    parameters: Mapping[str, Mapping[str, object]],
    path: str | None,
) -> Judged:
    """Run every rule whose needs the subject meets; ``path`` names it in records of failures."""
    problems: list[tuple[Rule, Problem]] = []
    not_assessed: list[tuple[Rule, NotAssessed]] = []
    crashed: list[Incomplete] = []
    for rule in rules:
        if not inputs.gives(rule.needs):
            continue
        try:
            said = rule.judge(*inputs.give(rule.needs), **parameters.get(rule.code, {}))
            verdicts = [_checked(rule, verdict) for verdict in _yielded(said)]
        except MissingExtraError as missing:
            not_assessed.append((rule, NotAssessed(str(missing))))
            continue
        except (Exception, SystemExit) as error:  # a plugin may even try to leave
            _note(crashed, rule, error, path)
            continue
        for verdict in verdicts:
            if isinstance(verdict, Problem):
                problems.append((rule, verdict))
            else:
                not_assessed.append((rule, verdict))
    return Judged(tuple(problems), tuple(not_assessed), tuple(crashed))


def _yielded(said: object) -> Iterable[object]:
    """What a generator yields; raises TypeError where a rule returns a verdict, or nothing."""
    if isinstance(said, Problem | NotAssessed) or not isinstance(said, Iterable):
        what = "nothing" if said is None else f"a {type(said).__name__}"
        raise TypeError(f"the rule returned {what}; it has to yield its verdicts")
    return said


def _checked(rule: Rule, verdict: object) -> Problem | NotAssessed:
    """What a rule yields is a verdict with a place; raises TypeError for anything else."""
    if isinstance(verdict, Problem) and isinstance(verdict.at, Place):
        if not isinstance(verdict.message, str):
            raise TypeError(f"the rule yielded a Problem with the message {verdict.message!r}")
        if verdict.fix is not None and rule.fix is None:
            raise TypeError("the rule yielded a fix and does not say whether its fixes are safe")
        return verdict
    if isinstance(verdict, NotAssessed):
        return verdict
    raise TypeError(f"the rule yielded {verdict!r}, expected a Problem with a place or NotAssessed")


def _note(crashed: list[Incomplete], rule: Rule, error: BaseException, path: str | None) -> None:
    """Add the record of a rule that crashed, or of an engine that failed under some rules."""
    from commplan.history.failures import engine_failure  # only where something went wrong

    failure = engine_failure(error)
    if failure is None:
        crashed.append(Incomplete("rule", rule.code, told(error), rules=(rule.code,), path=path))
        return
    record = failed_engine(failure, (rule.code,), path)
    for place, other in enumerate(crashed):
        if other._replace(rules=record.rules) == record:
            crashed[place] = other._replace(rules=(*other.rules, rule.code))
            return
    crashed.append(record)


def failed_engine(failure: EngineError, rules: tuple[str, ...], path: str | None) -> Incomplete:
    """The record of what could not be measured, for the engine did not run."""
    return Incomplete("engine", failure.engine, str(failure), rules=rules, path=path)


def told(error: BaseException) -> str:
    """Say in one line what went wrong; a fault of the code itself is told with its place."""
    if isinstance(error, CommplanError):
        return str(error)
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = ""
    if trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "?")
        where = f" (in {module}, line {trace.tb_lineno})"
    return f"{type(error).__name__}: {_words(error)}{where}"


def _words(error: BaseException) -> str:
    try:
        return " ".join(str(error).split()) or "no further words"
    except Exception:  # an exception of a plugin may fail to name itself
        return "no further words"
