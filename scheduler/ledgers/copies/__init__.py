"""Ledgers that are copies of others: by their name, or by what they hold, whatever they are called.

Entries and what was read of them in, who copies whom out. Read ``copied_ledgers`` first.
"""
