"""The data as the rest of the program sees it: frozen, closed, free of files and of judgement."""
