"""Rules about the communication matrix."""
