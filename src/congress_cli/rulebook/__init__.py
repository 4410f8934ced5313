"""The rulebook looked at by itself: contradictions, examples, mutants, and how much of the paper it covers."""
