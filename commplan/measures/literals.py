"""Constant columns of the types that tables have, alike on every engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import narwhals as nw


def whole(value: int | None) -> nw.Expr:
    """A 64-bit number, or nothing in a column of such."""
    import narwhals as nw

    return nw.lit(value, dtype=nw.Int64)


def flag(*, value: bool) -> nw.Expr:
    """Yes or no."""
    import narwhals as nw

    return nw.lit(value, dtype=nw.Boolean)


def text(value: str | None) -> nw.Expr:
    """A text, or nothing in a column of such."""
    import narwhals as nw

    return nw.lit(value, dtype=nw.String)


def certainly(condition: nw.Expr | str) -> nw.Expr:
    """A condition that does not hold where nobody knows whether it does."""
    import narwhals as nw

    return nw.coalesce(condition, flag(value=False))
