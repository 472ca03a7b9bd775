"""Several ledgers at a time: in order, in long turns, and stopped together.

Read ``under_way`` first.
"""
