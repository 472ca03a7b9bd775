"""A composed report as a workbook (.xlsx): a worksheet per part, charts, and the rows behind.

Read ``xlsx`` first.
"""
