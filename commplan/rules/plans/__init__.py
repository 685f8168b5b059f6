"""Rules about the plan as a whole."""
