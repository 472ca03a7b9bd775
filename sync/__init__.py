"""The only code that knows what a spreadsheet is."""
