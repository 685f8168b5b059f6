"""Rules about requests, tickets, automation and alerts."""
