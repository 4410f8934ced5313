"""The parts of the xlsx format: cells, sheets, and what stands on each of them."""
