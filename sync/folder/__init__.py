"""Ledgers that are workbooks in a folder: listed, read, and patched without touching anything else.

The only room that opens files. Read ``folder_store`` first, then ``workbook``; ``patch`` writes.
"""
