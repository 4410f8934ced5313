"""What every format shares: options, words, priorities and a console. Made from the report alone."""
