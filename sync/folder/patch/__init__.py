"""Reading and patching the XML inside a workbook, so that every byte that is not ours stays.

Parts in, parts out. Read ``write`` first; ``container`` unpacks the workbook, ``looks`` knows its formats.
"""
