"""The blocks of the table format, from top to bottom; each answers one question of a clerk."""
