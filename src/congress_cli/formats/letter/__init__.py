"""The parts of the docx format: the page, its tables, and what stands on it from the heading to the signature."""
