"""What a run says of the controls of frameworks: per control the rules and their outcomes.

No rule proves that a control is met. A control is reported by what was looked for
and what was found, and one that was not assessed is never claimed.
"""
