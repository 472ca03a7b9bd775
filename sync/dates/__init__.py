"""One column of dates: spellings, serial numbers, years, written limits. Texts in, days or reasons out.

Touches cells and the grid only. Read ``read_dates`` first; ``spellings`` holds what clerks write.
"""
