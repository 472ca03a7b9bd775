"""Rows and cells of a worksheet's XML, as they are written.

Only what changes is taken apart; people's bytes stay. Read ``sheet_data`` first.
"""
