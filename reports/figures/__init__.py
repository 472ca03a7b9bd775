"""The numbers of a summary: books, measures, key figures. Published cases in, counts out; pure.

Touches inputs only. Read ``summary`` first; a number of the half-month report is counted in ``measures``.
"""
