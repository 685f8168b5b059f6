"""Threads that need not be read: whoever reads all of them learns nothing else."""

from __future__ import annotations

from pathlib import Path
from random import Random

from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from commplan.clock import DAY, HOUR
from tests.depth import examples
from tests.sources.economy import (
    LOOKING_INTO_THREADS,
    NIGHTS,
    NOW,
    Auditor,
    Terms,
    Told,
    plan_text,
    random_messages,
    rules_named,
    show,
    slack_of,
)

terms = st.builds(
    Terms,
    auto_ack=st.booleans(),
    closes=st.booleans(),
    forms=st.booleans(),
    keys=st.booleans(),
    threads=st.booleans(),
    targets=st.sets(
        st.sampled_from(["acknowledge", "first_response", "next_response", "resolve"]), min_size=1
    ).map(lambda names: tuple(sorted(names))),
)
codes = st.one_of(
    st.sampled_from(LOOKING_INTO_THREADS).map(lambda code: (code,)),
    st.sampled_from([("SLA401", "SLA403", "GOL401"), LOOKING_INTO_THREADS]),
)


@examples(24, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    by=st.randoms(use_true_random=False),
    said=terms,
    rotation=st.booleans(),
    rules=codes,
    count=st.integers(1, 25),
)
def test_nothing_is_found_otherwise(
    tmp_path: Path, by: Random, said: Terms, rotation: bool, rules: tuple[str, ...], count: int
) -> None:
    compare(tmp_path, by, plan_text(said, rotation=rotation), rules, count)


def compare(
    tmp_path: Path, by: Random, text: str, rules: tuple[str, ...], count: int
) -> list[tuple[Told, Told]]:
    """Audits of some nights, by as few calls as it takes and by all that could be read."""
    path = tmp_path / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    spared, every = (
        Auditor(str(path), rules_named(*rules), every_reply=every_reply)
        for every_reply in (False, True)
    )
    messages = random_messages(by, count)
    found = []
    with slack_of(by) as slack:
        for night in range(NIGHTS):
            now = NOW + night * DAY
            show(slack, messages, now)
            as_of = now - by.choice((0, 0, 3 * HOUR))
            few, all_read = (auditor.night(slack, now, as_of) for auditor in (spared, every))
            assert few[:3] == all_read[:3]
            assert not few.incomplete
            found.append((few, all_read))
    return found
