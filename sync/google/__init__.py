"""Ledgers kept as shared Google spreadsheets.

Read ``google_store`` first; ``look`` reads, ``sheet_desk`` writes one ledger, ``tabs`` holds tabs of our own.
"""
