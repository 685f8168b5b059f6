"""Lexicons as data: ours in a folder beside this module, others beside the plan that names them."""

import os
from functools import cache
from typing import Any

from commplan.prose.lexicon import Lexicon, Term

_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lexicons")
_EXTENSION = ".toml"
_BUILTIN = "builtin/"

_TEXTS = ("category", "why", "instead")
_LISTS = ("phrases", "harmless")
_TABLE = "write"
_REQUIRED = ("category", "phrases", "why", "instead")

MOST_PHRASES = 5_000
MOST_WORDS = 12
"""What a lexicon may hold, and a phrase of it: it is looked up in every text of every plan."""


def is_builtin_lexicon(name: str) -> bool:
    """Whether a lexicon is to be one of ours; any other name is a path."""
    return name.startswith(_BUILTIN)


@cache
def lexicon_names() -> tuple[str, ...]:
    """The lexicons that come with us, ``builtin/`` and a language each, sorted."""
    files = (os.path.splitext(name) for name in os.listdir(_FOLDER))
    return tuple(sorted(_BUILTIN + name for name, extension in files if extension == _EXTENSION))


@cache
def load_lexicon(name: str) -> Lexicon:
    """One of :func:`lexicon_names`."""
    path = os.path.join(_FOLDER, name.removeprefix(_BUILTIN) + _EXTENSION)
    with open(path, encoding="utf-8") as file:
        return read_lexicon(file.read())


@cache
def read_lexicon(text: str) -> Lexicon:
    """The lexicon that a text of TOML describes, as those in the folder do.

    Raises ValueError, naming the place, for whatever is not understood.
    """
    import tomllib  # only where there are texts to look at

    try:
        raw = tomllib.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    language, terms = raw.pop("language", None), raw.pop("terms", None)
    if not isinstance(language, str) or not isinstance(terms, list) or raw:
        raise ValueError("expected `language`, `[[terms]]` and nothing else")
    read = tuple(_term(f"term {n}", term) for n, term in enumerate(terms, 1))
    if sum(len(term.phrases) + len(term.harmless) for term in read) > MOST_PHRASES:
        raise ValueError(f"it has more than {MOST_PHRASES:,} phrases")
    return Lexicon(language, read)


def _term(where: str, raw: Any) -> Term:
    if not isinstance(raw, dict):
        raise ValueError(f"{where} is no table")
    for key in _REQUIRED:
        if key not in raw:
            raise ValueError(f"{where} lacks `{key}`")
    for key, value in raw.items():
        if not _is_fit(key, value):
            raise ValueError(f"{where}: {_expected(key)}")
    for phrase in (*raw["phrases"], *raw.get("harmless", ())):
        if len(phrase.split()) > MOST_WORDS:
            raise ValueError(f"{where}: a phrase has more than {MOST_WORDS} words")
    if unknown := [phrase for phrase in raw.get(_TABLE, ()) if phrase not in raw["phrases"]]:
        raise ValueError(f"{where}: `{_TABLE}` names {unknown[0]!r}, which is none of `phrases`")
    return Term(
        category=raw["category"],
        phrases=tuple(raw["phrases"]),
        why=raw["why"],
        instead=raw["instead"],
        harmless=tuple(raw.get("harmless", ())),
        write=raw.get(_TABLE, {}),
    )


def _expected(key: str) -> str:
    if key in _TEXTS:
        return f"`{key}` is to be a text"
    if key in _LISTS:
        return f"`{key}` is to be a list of texts"
    if key == _TABLE:
        return f"`{key}` is to be a table of texts"
    return f"`{key}` is unknown; expected {', '.join((*_REQUIRED, _LISTS[1], _TABLE))}"


def _is_fit(key: str, value: object) -> bool:
    if key == _TABLE:
        return isinstance(value, dict) and all(map(_is_text, value.values()))
    return _is_text(value) if key in _TEXTS else key in _LISTS and _is_list(value)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(_is_text(item) for item in value)
