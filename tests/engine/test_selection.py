"""Which rules run, how grave, and with which parameters."""

from collections.abc import Callable
from math import nan
from typing import Any

import pytest

from commplan.catalogue import Catalogue, catalogue
from commplan.engine.parameters import checked_parameters
from commplan.engine.select import Choice, Setting, select
from commplan.errors import ConfigError
from commplan.finding import Severity
from commplan.plan import Plan
from commplan.reserved import RESERVED
from commplan.rule import SHARE, Rule, Verdicts, rule
from commplan.rules._index import RULES


@pytest.fixture
def rules(make_rule: Callable[..., Rule]) -> Catalogue:
    return catalogue(
        [
            make_rule("ESC203", "never-fires"),
            make_rule("ESC101", "dead-end"),
            make_rule("CHN301", "undeclared", profile="standard"),
            make_rule("STK203", "needs-unmet", profile="complete"),
        ]
    )


def codes(rules: Catalogue, **choice: object) -> list[str]:
    return [rule.code for rule in select(rules, Choice(**choice)).rules]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("basic", ["ESC101", "ESC203"]),
        ("standard", ["CHN301", "ESC101", "ESC203"]),
        ("complete", ["CHN301", "ESC101", "ESC203", "STK203"]),
    ],
)
def test_each_profile_includes_the_ones_before(
    rules: Catalogue, profile: str, expected: list[str]
) -> None:
    assert codes(rules, profile=profile) == expected


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("ESC203", ["ESC203"]),
        ("esc203", ["ESC203"]),
        ("never-fires", ["ESC203"]),
        ("ESC", ["ESC101", "ESC203"]),
        ("ESC2", ["ESC203"]),
        ("2", ["ESC203", "STK203"]),
        ("3", ["CHN301"]),
    ],
)
def test_a_selector_is_a_code_a_name_a_prefix_or_a_class(
    rules: Catalogue, selector: str, expected: list[str]
) -> None:
    assert codes(rules, select=(selector,)) == expected


def test_ignore_wins_over_select(rules: Catalogue) -> None:
    assert codes(rules, select=("ESC",), ignore=("ESC1",)) == ["ESC203"]


def test_a_rule_that_is_off_does_not_run(rules: Catalogue) -> None:
    assert codes(rules, profile="basic", settings={"dead-end": Setting(off=True)}) == ["ESC203"]


@pytest.mark.parametrize("word", ["dead-ends", "ESC10", "ECS"])
def test_a_word_that_names_nothing_gets_a_suggestion(rules: Catalogue, word: str) -> None:
    if word == "ESC10":
        assert codes(rules, select=(word,)) == ["ESC101"]
        return
    with pytest.raises(ConfigError, match=r"did you mean '(dead-end|ESC)'"):
        select(rules, Choice(select=(word,)))


def test_an_unknown_profile_names_the_known_ones(rules: Catalogue) -> None:
    with pytest.raises(ConfigError, match="no profile is called 'strict'; there are basic"):
        select(rules, Choice(profile="strict"))


def test_a_reserved_code_is_told_as_such(rules: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RESERVED, "ESC299", "not-yet-there")
    with pytest.raises(ConfigError, match="ESC299 is reserved for a later version"):
        select(rules, Choice(select=("ESC299",)))


def test_severity_and_parameters_come_from_settings(rules: Catalogue) -> None:
    setting = Setting(Severity.INFO, parameters={"limit": 5, "words": ["x", "y"]})
    chosen = select(rules, Choice(profile="basic", settings={"ESC203": setting}))
    assert chosen.rules[1].severity is Severity.INFO
    assert chosen.parameters == {"ESC203": {"limit": 5, "words": ("x", "y")}}


@pytest.mark.parametrize(
    ("parameters", "problem"),
    [
        ({"limits": 5}, "no parameter 'limits'; it has limit, words"),
        ({"limit": "five"}, "'limit' of rule ESC203 is 'five', expected a number"),
        ({"limit": True}, "expected a number"),
        ({"words": "a"}, "expected a list"),
    ],
)
def test_a_parameter_has_the_type_of_its_default(
    rules: Catalogue, parameters: dict[str, object], problem: str
) -> None:
    with pytest.raises(ConfigError, match=problem):
        select(rules, Choice(settings={"ESC203": Setting(parameters=parameters)}))


def test_a_need_that_does_not_exist_is_found_at_import() -> None:
    from commplan.rule import rule

    with pytest.raises(TypeError, match="rule XYZ101 asks for plans"):

        @rule("XYZ101", severity=Severity.ERROR, profile="basic", since="1", source="A01")
        def misspelt(plans: object) -> tuple[()]:
            return ()


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"profile": "basic"}, []),
        ({"profile": "basic", "packs": ("gdpr",)}, ["NTF101"]),
        ({"profile": "basic", "packs": ("iso27001",)}, []),
        ({"profile": "standard"}, ["NTF101"]),
        ({"select": ("ESC",), "packs": ("gdpr",)}, []),
        ({"packs": ("gdpr",), "ignore": ("NTF",)}, []),
    ],
)
def test_a_pack_with_duties_asks_for_them_at_any_level(
    make_rule: Callable[..., Rule], choice: dict[str, Any], expected: list[str]
) -> None:
    rules = catalogue(
        [
            make_rule("ESC203", "never-fires", profile="complete"),
            make_rule("NTF101", "obligation-missing", profile="standard"),
        ]
    )
    assert [code for code in codes(rules, **choice) if code.startswith("NTF")] == expected


def test_what_packs_make_graver(rules: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    from commplan import packs

    least = {"a": {"ESC203": Severity.WARNING}, "b": {"ESC203": Severity.ERROR}}
    monkeypatch.setattr(
        packs, "raised_by", lambda names: {k: v for n in names for k, v in least[n].items()}
    )

    def grade(own: tuple[str, ...], of_run: tuple[str, ...] = (), **choice: Any) -> str:
        selection = select(rules, Choice(profile="basic", **choice))._replace(packs=of_run)
        info = tuple(rule._replace(severity=Severity.INFO) for rule in selection.rules)
        return selection.graded(info, own)[1].severity

    assert grade(()) == "info"
    assert grade(("a",)) == "warning"
    assert grade((), ("b",)) == "error"
    assert grade(("b",), settings={"ESC203": Setting(Severity.INFO)}) == "info"
    assert grade(("b",), settings={"ESC203": Setting(parameters={"limit": 5})}) == "error"


def test_a_mandatory_rule_is_part_of_every_run(rules: Catalogue) -> None:
    assert codes(rules, profile="basic", mandatory=("STK203",)) == ["ESC101", "ESC203", "STK203"]
    assert codes(rules, select=("ESC101",), mandatory=("STK", "CHN")) == [
        "CHN301",
        "ESC101",
        "STK203",
    ]
    selection = select(rules, Choice(mandatory=("needs-unmet", "ESC1")))
    assert selection.mandatory == {"STK203", "ESC101"}


@pytest.mark.parametrize(
    ("choice", "problem"),
    [
        ({"ignore": ("ESC101",)}, "ESC101 is mandatory; 'ESC101' cannot be ignored"),
        ({"ignore": ("STK", "ESC")}, "ESC101 is mandatory; 'ESC' cannot be ignored"),
        ({"settings": {"dead-end": Setting(off=True)}}, "ESC101 is mandatory; it cannot be switch"),
        (
            {"settings": {"ESC101": Setting(Severity.WARNING)}},
            "ESC101 is mandatory; its severity is error and cannot be lowered to warning",
        ),
        ({"mandatory": ("dead-ends",)}, "did you mean 'dead-end'"),
    ],
)
def test_a_mandatory_rule_cannot_be_left_out_or_made_less_grave(
    rules: Catalogue, choice: dict[str, Any], problem: str
) -> None:
    with pytest.raises(ConfigError, match=problem):
        select(rules, Choice(**{"mandatory": ("ESC101",), **choice}))


def test_what_is_mandatory_may_have_parameters_and_be_as_grave_or_graver(rules: Catalogue) -> None:
    same = {"ESC101": Setting(Severity.ERROR, parameters={"limit": 5})}
    assert select(rules, Choice(mandatory=("ESC101",), settings=same)).parameters


def test_a_limit_takes_fractions_though_its_default_is_written_as_a_whole_number() -> None:
    @rule("ESC299", severity=Severity.ERROR, profile="basic", since="0.1", source="A07")
    def too_many(plan: Plan, *, at_most: float = 2, shown: int = 3) -> Verdicts:
        """There are too many."""
        return ()

    rules = catalogue([too_many])
    chosen = select(rules, Choice(settings={"ESC299": Setting(parameters={"at_most": 2.5})}))
    assert chosen.parameters == {"ESC299": {"at_most": 2.5}}
    with pytest.raises(ConfigError, match="expected a number"):
        select(rules, Choice(settings={"ESC299": Setting(parameters={"shown": 2.5})}))


@pytest.mark.parametrize(
    ("parameters", "problem"),
    [
        ({"window": "abc"}, "'window' of rule ESC299 is 'abc', expected a duration in hours, days"),
        ({"window": "5bd"}, "is '5bd', expected a duration in hours, days, weeks or months, such"),
        ({"window": ""}, "expected a duration"),
        ({"window": "0d"}, "'window' of rule ESC299 is '0d', expected more than nothing"),
        ({"grace": "soon"}, "expected a duration in hours, days, weeks or months, such as 1h"),
    ],
)
def test_lengths_of_time_are_lengths_of_time(parameters: dict[str, object], problem: str) -> None:
    @rule(
        "ESC299", severity=Severity.ERROR, profile="basic", since="0.1", source="A07", back="window"
    )
    def late(plan: Plan, *, window: str = "28d", grace: str = "1h", word: str = "x") -> Verdicts:
        """It is late."""
        return ()

    rules = catalogue([late])
    with pytest.raises(ConfigError, match=problem):
        select(rules, Choice(settings={"ESC299": Setting(parameters=parameters)}))
    fine = {"window": "1mo", "grace": "0m", "word": "abc"}
    chosen = select(rules, Choice(settings={"ESC299": Setting(parameters=fine)}))
    assert chosen.parameters == {"ESC299": fine}


@pytest.mark.parametrize(
    ("code", "parameters", "problem"),
    [
        ("CHN305", {"min_share": 80}, "'min_share' of rule CHN305 is 80.0, expected 0 to 1"),
        ("CHN401", {"max_share": -0.1}, "'max_share' of rule CHN401 is -0.1, expected 0 to 1"),
        ("HYG402", {"max-share": nan}, "is nan, expected 0 to 1"),
        ("TKT404", {"max_per_day": -1}, "is -1.0, expected at least 0"),
        ("TKT404", {"max_per_day": nan}, "is nan, expected at least 0"),
        ("GOL402", {"min_n": 2}, "expected at least 3"),
        ("SLA404", {"min_ratio": 0.5}, "expected at least 1"),
        ("SLA403", {"show": 0}, "expected at least 1"),
        ("SLA401", {"bootstrap": "week"}, "is 'week', expected none or day"),
        ("FBK101", {"loops": ["retro"]}, r"is \['retro'\], expected csat, suggestions, engagement"),
    ],
)
def test_a_parameter_lies_where_its_rule_takes_it(
    code: str, parameters: dict[str, object], problem: str
) -> None:
    with pytest.raises(ConfigError, match=problem):
        select(catalogue(RULES), Choice(settings={code: Setting(parameters=parameters)}))


@pytest.mark.parametrize("share", [0, 0.25, 1])
def test_both_ends_are_taken(share: float) -> None:
    settings = {"CHN305": Setting(parameters={"min_share": share})}
    chosen = select(catalogue(RULES), Choice(settings=settings))
    assert chosen.parameters == {"CHN305": {"min_share": share}}


def test_every_default_is_taken() -> None:
    for one in RULES:
        defaults = {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in one.parameters.items()
        }
        assert checked_parameters(one, defaults) == one.parameters, one.code


def test_a_rule_says_nothing_of_parameters_that_it_has_not() -> None:
    with pytest.raises(TypeError, match="ESC299 says what share takes, which is none of its"):

        @rule(
            "ESC299",
            severity=Severity.ERROR,
            profile="basic",
            since="0.1",
            source="A07",
            takes={"share": SHARE},
        )
        def late(plan: Plan) -> Verdicts:
            """It is late."""
            return ()


@pytest.mark.parametrize("weeks", [0, -3])
def test_a_rule_looks_back_by_some_weeks(weeks: int) -> None:
    @rule(
        "ESC299", severity=Severity.ERROR, profile="basic", since="0.1", source="A07", back="weeks"
    )
    def rising(plan: Plan, *, weeks: int = 8) -> Verdicts:
        """It rises."""
        return ()

    with pytest.raises(ConfigError, match=f"'weeks' of rule ESC299 is {weeks}, expected more"):
        select(
            catalogue([rising]), Choice(settings={"ESC299": Setting(parameters={"weeks": weeks})})
        )
