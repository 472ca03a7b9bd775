"""A workbook as a zip of parts: unpacked within bounds, one dialect, written anew around what changed.

Bytes in, bytes out. Read ``package`` first; ``archive`` writes.
"""
