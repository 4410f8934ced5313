"""Completion of words while they are typed. Loads neither typer nor pydantic nor rich: it must not be felt."""
