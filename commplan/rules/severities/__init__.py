"""Rules about severities."""
