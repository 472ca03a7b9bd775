"""What one cell's words mean: categories, levels, statuses, numerals, offices. Text in, values out.

Touches no table, no file and no other cell. Read ``text`` first: every comparison starts from tidied text.
"""
