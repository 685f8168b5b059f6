"""Why a fix is not made."""


class FixError(Exception):
    """A fix cannot be made without changing more than it may; the text says why, in words."""
