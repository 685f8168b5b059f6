"""Codes that belong to rules which this version does not have yet.

Codes are never reused, so plans may name these in waivers today and no plugin
may take them. A rule that is written leaves this list.
"""

from __future__ import annotations

from collections.abc import Mapping

RESERVED: Mapping[str, str] = {}
"""Code to name."""
