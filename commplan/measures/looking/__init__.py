"""What a plan wants its messages looked at for, since their text is not kept.

One module for each kind of look. A look finds ids, keys, names that the plan gives,
counts and instants. Names of the plan are given as :func:`named` has them, for two
plans may measure one channel.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias

from commplan.history import Look
from commplan.measures.looking.emoji import emoji_looks
from commplan.measures.looking.keys import key_looks
from commplan.measures.looking.labels import label_looks
from commplan.measures.looking.markers import marker_looks
from commplan.measures.looking.naming import named as named
from commplan.measures.looking.questions import question_looks
from commplan.measures.looking.records import record_looks
from commplan.measures.looking.redirects import redirect_looks
from commplan.measures.looking.secrets import secret_looks
from commplan.measures.looking.templates import template_looks
from commplan.measures.looking.tone import tone_looks
from commplan.measures.looking.updates import update_looks
from commplan.plan import Plan
from commplan.written import Files

LooksOf: TypeAlias = Callable[[Plan], Mapping[str, tuple[Look, ...]]]
_ALL: tuple[LooksOf, ...] = (
    emoji_looks,
    key_looks,
    label_looks,
    marker_looks,
    question_looks,
    record_looks,
    redirect_looks,
    update_looks,
)


def looks_by_name(
    plan: Plan,
    files: Files,
    salt: bytes,
) -> Mapping[str, tuple[Look, ...]]:
    """The looks at the messages of each channel, by its id in the plan.

    ``files`` are those beside the plan, such as its templates. ``salt`` is that of the
    shelf on which the rows are put.
    """
    every: tuple[LooksOf, ...] = (
        *_ALL,
        partial(secret_looks, salt=salt),
        partial(template_looks, files=files),
        partial(tone_looks, files=files),
    )
    found: dict[str, tuple[Look, ...]] = {}
    for looks_of in every:
        for channel, looks in looks_of(plan).items():
            found[channel] = (*found.get(channel, ()), *looks)
    return found
