"""Worksheets of ours in people's spreadsheets: laid out, replaced, or written cell by cell.

Knows no ledger. Read ``tab_desk`` first; ``cell_desk`` writes where people write too.
"""
