"""Figures into sections, tables and sentences: a report before it has a form. A file or folder for each.

Touches figures, inputs and content. Read ``half_month`` first; ``speaking`` and ``shared_tables`` serve all.
"""
