"""Findings that are known already: the fingerprints of an earlier report."""

from __future__ import annotations

from commplan.errors import ConfigError


def known_fingerprints(path: str) -> frozenset[str]:
    """Read the fingerprints of a report in JSON. Raises ConfigError, naming the file."""
    import json

    try:
        with open(path, encoding="utf-8") as file:
            report = json.load(file)
    except OSError as error:
        raise ConfigError(f"{path}: the baseline cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{path}: the baseline is not JSON: {error}") from error
    listed = report.get("findings") if isinstance(report, dict) else None
    if not isinstance(listed, list):
        raise ConfigError(f"{path}: expected a report as '--format json' writes it")
    found = (item.get("fingerprint") for item in listed if isinstance(item, dict))
    return frozenset(text for text in found if isinstance(text, str))
