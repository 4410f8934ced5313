"""The words of one language: days and numbers in `words`, sentences by catalogue."""
