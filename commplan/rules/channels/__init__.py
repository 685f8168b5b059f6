"""Rules about channels."""
