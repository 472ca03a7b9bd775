"""One ledger's five columns: what differs, writing it, taking it back.

Touches no store by name. Read ``write_loop`` first.
"""
