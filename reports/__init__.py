"""Figures, then documents: published cases in, files out. Imports ``config`` alone.

Read ``inputs`` first, what comes in, then ``content``, a report before it has a form.
"""
