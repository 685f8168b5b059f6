"""Helpers for the tests of plans, rules and plugins; public, and covered by the version promise."""

from commplan.testing.rules import AS_OF, Verdict, complete, expect, judge_text

__all__ = ["AS_OF", "Verdict", "complete", "expect", "judge_text"]
