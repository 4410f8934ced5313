"""Registry and rulebook looked up: one unit whole, the vocabulary. Writes nothing."""
