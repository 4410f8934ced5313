"""Use cases: each command's work without its words. No clock, no terminal: the day is an argument."""
