"""Worksheets that are read as no ledger, and why: turned, nameless, of nil reports, another village's.

Views in, reasons out. Nothing else in ``tables`` needs these.
"""
