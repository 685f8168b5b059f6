"""Which files a restriction speaks of."""

from __future__ import annotations

import pytest

from commplan.importers.tempelis.globs import glob_pattern


@pytest.mark.parametrize(
    ("glob", "matching", "other"),
    [
        ("users.yaml", ["users.yaml"], ["a/users.yaml", "users_yaml", "users.yaml.yaml"]),
        ("bakery/*.yaml", ["bakery/a.yaml", "bakery/.yaml"], ["bakery/x/a.yaml", "a.yaml"]),
        ("**/*", ["a.yaml", "a/b.yaml", "a/b/c.yaml"], []),
        ("**", ["a.yaml", "a/b.yaml"], []),
        ("a/**/z.yaml", ["a/z.yaml", "a/b/z.yaml", "a/b/c/z.yaml"], ["b/z.yaml", "az.yaml"]),
        ("a/**", ["a/b.yaml", "a/b/c.yaml"], ["a", "b/a"]),
        ("team-?.yaml", ["team-1.yaml"], ["team-.yaml", "team-12.yaml", "team-/.yaml"]),
        ("[a-c].yaml", ["b.yaml"], ["d.yaml", "-.yaml"]),
        ("[^a-c].yaml", ["d.yaml"], ["b.yaml"]),
        ("{a,b*}/x.yaml", ["a/x.yaml", "bc/x.yaml"], ["c/x.yaml"]),
        ("a,b.yaml", ["a,b.yaml"], ["a.yaml"]),
        (r"\*.yaml", ["*.yaml"], ["a.yaml"]),
        ("a+b(c).yaml", ["a+b(c).yaml"], ["aab(c).yaml"]),
    ],
)
def test_a_glob_matches_whole_paths(glob: str, matching: list[str], other: list[str]) -> None:
    pattern = glob_pattern(glob)
    assert pattern is not None
    assert [path for path in (*matching, *other) if pattern.fullmatch(path)] == matching


@pytest.mark.parametrize("glob", ["[a", "[]x", "{a,b", "a}", "{a/b}", "end\\", "[z-a]"])
def test_a_malformed_glob_has_no_pattern(glob: str) -> None:
    assert glob_pattern(glob) is None
