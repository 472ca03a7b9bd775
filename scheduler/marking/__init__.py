"""One ledger's five columns: what differs, writing it, taking it back.

Touches no store by name. Read ``settle`` first.
"""
