"""Rules about hours, time zones and on-call duty."""
