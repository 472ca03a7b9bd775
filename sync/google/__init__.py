"""Ledgers kept as shared Google spreadsheets."""
