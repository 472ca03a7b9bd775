"""The half-monthly summary (半月报): its tables of figures, its text, and how they come together.

Touches ``shared_tables`` and ``speaking``, figures and content. Read ``halfmonth_report`` first.
"""
