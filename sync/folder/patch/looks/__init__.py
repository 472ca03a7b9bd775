"""How cells look in a workbook's parts: formats, colours, widths, what is printed.

Ours are appended and taken off again; people's stay. Read ``styles`` first.
"""
