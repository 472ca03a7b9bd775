"""Where tables stand on a worksheet, which column plays which role, and which row is a case.

Touches cells, headings of ours and the grid. Read ``regions`` first, then ``header_rows`` and ``headings``.
"""
