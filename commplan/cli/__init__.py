"""The command line: the only code that prints, reads arguments, environment and clock, and exits."""
