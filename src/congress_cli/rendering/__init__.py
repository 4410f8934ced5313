"""Shared by every format: options, words, priorities and a console. Made from the report alone."""
