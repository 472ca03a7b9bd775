"""How things stand, and what is wrong: ``status`` and ``doctor``.

Writes nothing. Read ``standing`` first.
"""
