"""Figures into sections, tables and sentences: a report before it has a form.

Touches figures, inputs and content. Read ``halfmonth`` first.
"""
