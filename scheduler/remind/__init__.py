"""Digests: who is asked what today, one message per channel and working day, at most once."""
