"""The numbers of a summary: books, measures, key figures. Published cases in, counts out; pure.

Touches inputs only. Read ``halfmonth_figures`` first; ``halfmonth_counts`` counts each number of the 半月报.
"""
