"""Digests: who is asked what today, one message per channel and working day, at most once.

In come verdicts and notices, out go messages and what became of them. Read ``round`` first; ``routing`` says
who hears, ``message`` in what words, ``channels`` by which media.
"""
