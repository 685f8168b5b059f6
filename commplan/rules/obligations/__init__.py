"""Rules about duties to notify."""
