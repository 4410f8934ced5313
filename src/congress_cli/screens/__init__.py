"""Output of the commands other than check: a screen of text, and the same as JSON."""
