"""The cases of one table as a frame, with a problem for every cell that could not be read.

Touches tables, dates and cells. Read ``sheet_reader`` first; ``frame`` sets a row's facts side by side.
"""
