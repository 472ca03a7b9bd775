"""The only code that knows what a spreadsheet is: a grid in, a ledger out, edits written back.

Imports ``config`` alone. Read ``grid``, ``store``, ``ledger``, the three contracts, then ``understand``.
"""
