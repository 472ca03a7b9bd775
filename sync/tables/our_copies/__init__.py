"""Copies of our own columns that people pasted elsewhere on a worksheet, told from the columns themselves."""
