"""Which rules run, how grave each is, and with which parameters."""

from collections.abc import Mapping

from commplan.catalogue import Catalogue
from commplan.errors import ConfigError
from commplan.finding import Severity
from commplan.named import NamedTuple
from commplan.rule import PROFILES, Rule

DUTY_RULES = ("NTF101", "NTF102", "NTF201", "NTF401")
"""Rules about duties to notify: a pack of the run that has duties asks for them at any level."""


class Setting(NamedTuple):
    """What configuration says about one rule."""

    severity: Severity | None = None
    off: bool = False
    parameters: Mapping[str, object] = {}

    def over(self, before: "Setting | None") -> "Setting":
        """Both settings together; this one has the last word."""
        if before is None:
            return self
        says = self.off or self.severity is not None
        return Setting(
            self.severity if says else before.severity,
            self.off if says else before.off,
            {**before.parameters, **self.parameters},
        )


class Policy(NamedTuple):
    """What a file says of its mandatory rules to those that extend it."""

    path: str
    mandatory: tuple[str, ...]
    settings: Mapping[str, Setting]


class Choice(NamedTuple):
    """What a user asked for."""

    profile: str = "standard"
    packs: tuple[str, ...] = ()
    """Packs that every plan is held to, beside those it names."""
    select: tuple[str, ...] = ()
    """Selectors; when there are any, they replace the profile."""
    ignore: tuple[str, ...] = ()
    mandatory: tuple[str, ...] = ()
    """Selectors of rules that are part of every run, and that nothing excuses."""
    settings: Mapping[str, Setting] = {}
    """By code or name."""
    policies: tuple[Policy, ...] = ()
    """What the choice must not loosen."""
    strict_evidence: bool = False
    """Whether what is inconclusive counts like what is certain."""


class Selection(NamedTuple):
    """The rules of a run, sorted by code."""

    rules: tuple[Rule, ...]
    """With the severity of this run."""
    parameters: Mapping[str, Mapping[str, object]]
    """By code, only where configuration sets some."""
    packs: tuple[str, ...] = ()
    """Names of packs that every plan is held to."""
    kept: frozenset[str] = frozenset()
    """Codes of rules whose severity the configuration sets: no pack changes it."""
    mandatory: frozenset[str] = frozenset()
    """Codes of rules that no waiver or ignore may name."""
    profile: str = "standard"
    """How much the run asks for, also where rules were selected one by one."""
    strict_evidence: bool = False
    """Whether what is inconclusive counts like what is certain."""

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the rules of this run."""
        return frozenset(rule.code for rule in self.rules)

    def rule(self, code: str) -> Rule | None:
        """A rule of this run by its code."""
        return next((rule for rule in self.rules if rule.code == code), None)

    def graded(self, rules: tuple[Rule, ...], own: tuple[str, ...]) -> tuple[Rule, ...]:
        """Rules as grave as packs make them at least: those of the run, and a plan's ``own``."""
        packs = own + self.packs
        if not packs:
            return rules
        from commplan.packs import raised_by  # only where a pack is named

        least = raised_by(packs)
        return tuple(self._at_least(rule, least.get(rule.code)) for rule in rules)

    def _at_least(self, rule: Rule, severity: Severity | None) -> Rule:
        if severity is None or severity.rank >= rule.severity.rank or rule.code in self.kept:
            return rule
        return rule._replace(severity=severity)


def select(catalogue: Catalogue, choice: Choice) -> Selection:
    """Choose the rules of a run. Raises ConfigError for words that name nothing."""
    settings = settings_by_code(catalogue, choice.settings)
    mandatory = _codes(catalogue, choice.mandatory)
    _check_mandatory(catalogue, mandatory, choice, settings)
    for policy in choice.policies:
        _check_policy(catalogue, policy, settings)
    chosen = _chosen(catalogue, choice) | mandatory
    chosen -= _codes(catalogue, choice.ignore)
    chosen -= {code for code, setting in settings.items() if setting.off}
    parameters = {
        code: _checked(catalogue.by_code[code], setting.parameters)
        for code, setting in settings.items()
        if setting.parameters
    }
    return Selection(
        rules=tuple(_graded(r, settings.get(r.code)) for r in catalogue.rules if r.code in chosen),
        parameters=parameters,
        packs=choice.packs,
        kept=frozenset(code for code, setting in settings.items() if setting.severity),
        mandatory=mandatory,
        profile=choice.profile,
        strict_evidence=choice.strict_evidence,
    )


def settings_by_code(catalogue: Catalogue, settings: Mapping[str, Setting]) -> dict[str, Setting]:
    """Settings by code; a rule may go by its code in one file and by its name in another."""
    found: dict[str, Setting] = {}
    for word, setting in settings.items():
        code = catalogue.get(word).code
        found[code] = setting.over(found.get(code))
    return found


def _codes(catalogue: Catalogue, selectors: tuple[str, ...]) -> frozenset[str]:
    return frozenset(rule.code for word in selectors for rule in catalogue.matching(word))


def _check_mandatory(
    catalogue: Catalogue,
    mandatory: frozenset[str],
    choice: Choice,
    settings: Mapping[str, Setting],
) -> None:
    """Raises ConfigError where a mandatory rule is to be left out, or made less grave."""
    for word in choice.ignore:
        for rule in catalogue.matching(word):
            if rule.code in mandatory:
                raise ConfigError(f"{rule.code} is mandatory; {word!r} cannot be ignored")
    for code in sorted(mandatory & settings.keys()):
        setting, severity = settings[code], catalogue.by_code[code].severity
        if setting.off:
            raise ConfigError(f"{code} is mandatory; it cannot be switched off")
        if setting.severity is not None and setting.severity.rank > severity.rank:
            raise ConfigError(
                f"{code} is mandatory; its severity is {severity} and cannot be lowered "
                f"to {setting.severity}"
            )


def _check_policy(catalogue: Catalogue, policy: Policy, settings: Mapping[str, Setting]) -> None:
    """Raises ConfigError where a policy's mandatory rule is not as the policy has it.

    It may be graver. Whether another parameter makes it stricter, nobody can tell.
    """
    theirs = settings_by_code(catalogue, policy.settings)
    for code in sorted(_codes(catalogue, policy.mandatory) & settings.keys()):
        least, own = theirs.get(code, Setting()), settings[code]
        severity = own.severity or catalogue.by_code[code].severity
        if least.severity is not None and severity.rank > least.severity.rank:
            raise ConfigError(
                f"{code} is mandatory; {policy.path} makes its severity {least.severity}, "
                f"which cannot be lowered to {severity}"
            )
        changed = own.parameters.keys() - least.parameters.keys()
        changed |= {k for k, v in least.parameters.items() if own.parameters.get(k) != v}
        for name in sorted(changed):
            raise ConfigError(
                f"{code} is mandatory; its {name!r} is left to {policy.path} and cannot be changed"
            )


def _checked(rule: Rule, parameters: Mapping[str, object]) -> Mapping[str, object]:
    from commplan.engine.parameters import checked_parameters  # only where some are set

    return checked_parameters(rule, parameters)


def _chosen(catalogue: Catalogue, choice: Choice) -> frozenset[str]:
    if choice.select:
        return _codes(catalogue, choice.select)
    if choice.profile not in PROFILES:
        raise ConfigError(
            f"no profile is called {choice.profile!r}; there are {', '.join(PROFILES)}"
        )
    levels = PROFILES[: PROFILES.index(choice.profile) + 1]
    asked = _asked_for(choice.packs)
    rules = (r for r in catalogue.rules if r.profile in levels or r.code in asked)
    return frozenset(rule.code for rule in rules)


def _asked_for(packs: tuple[str, ...]) -> tuple[str, ...]:
    """Codes of the rules that packs ask for at any level."""
    if not packs:
        return ()
    from commplan.packs import load_pack  # only where a pack is named

    return DUTY_RULES if any(load_pack(name).duties for name in packs) else ()


def _graded(rule: Rule, setting: Setting | None) -> Rule:
    if setting is None or setting.severity is None:
        return rule
    return rule._replace(severity=setting.severity)
