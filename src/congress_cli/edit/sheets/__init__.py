"""Sheets: what is recorded as a form to be filled in, and a filled-in form as a list of changes. Writes no registry."""
