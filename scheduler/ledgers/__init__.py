"""Which ledgers there are, reading one, whose case is whose, and what was filed.

Touches the township, the state, rules and stores. Read ``entries`` first, then ``reading``.
"""
