"""The only code that prints, reads arguments, environment and clock, and exits."""
