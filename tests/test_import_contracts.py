"""The contracts between rooms speak of every room; lint-imports holds the code to them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
LAYERS, BUILT_IN, SLACK = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
    "importlinter"
]["contracts"]
ROOMS = {
    f"commplan.{path.stem}"
    for path in (ROOT / "commplan").iterdir()
    if path.suffix == ".py" or (path / "__init__.py").exists()
} - {"commplan.__init__", "commplan.__main__"}


def test_every_room_has_a_layer() -> None:
    layers = [re.split(r" \| ", layer) for layer in LAYERS["layers"]]
    placed = [room for layer in layers for room in layer]
    assert sorted(placed) == sorted(ROOMS)


def test_built_in_members_are_kept_from_every_room_that_is_not_theirs() -> None:
    theirs = {"commplan.api", *BUILT_IN["source_modules"]}
    assert {*BUILT_IN["forbidden_modules"]} == ROOMS - theirs


def test_only_what_reads_slack_and_what_posts_to_it_may_know_its_sdk() -> None:
    assert {*SLACK["source_modules"]} == ROOMS - {"commplan.sources", "commplan.notices"}
