"""Reading and patching the XML inside a workbook, so that every byte that is not ours stays."""
