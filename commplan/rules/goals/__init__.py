"""Rules about goals and indicators."""
