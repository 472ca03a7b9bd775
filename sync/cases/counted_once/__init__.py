"""Each case counted once: what tells one case from another, and which rows hold the same.

Cases and cells in, rows that repeat another's case out; `Traits` serve whoever compares cases over ledgers.
Read ``repeats`` first, then ``same_case``.
"""
