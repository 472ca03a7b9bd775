"""A composed report as a workbook, a document, a page. Content in, files out.

Counts nothing. Read ``files`` first; ``word``, ``excel`` and ``page`` are the forms people open.
"""
