"""The clerk's desk: whatever writes into the files of a registry."""
