"""Rules about habits in channels."""
