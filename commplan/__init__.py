"""commplan: a policy-as-code linter for communication plans."""

__version__ = "0.1.0"
