"""Select, run, locate, suppress: pure functions over rules and what they look at."""
