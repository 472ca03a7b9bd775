"""Worksheets that are no ledger: logs of offices, 调解排期 and 接访排班, and what a write changes on ours.

Pure: grids in, lines and cells out. Read ``schedule_sheet`` first.
"""
