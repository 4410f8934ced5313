"""The command line: flags in, one call, text and exit code out. Decides nothing; holds the only clock."""
