"""Files in, models out, every mistake told at once. Nothing here judges."""
