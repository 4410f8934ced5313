"""What commands other than check print: a screen of text, and the same as JSON."""
