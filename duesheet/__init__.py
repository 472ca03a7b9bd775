"""duesheet from outside: ``python -m duesheet`` and its version."""
