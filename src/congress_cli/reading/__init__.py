"""Files in, models out, every mistake reported at once. Nothing here judges."""
