"""congress: which units meet a directive, which are late, and why, on any day."""

__version__ = "0.2.0"
