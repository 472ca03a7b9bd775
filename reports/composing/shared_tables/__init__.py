"""Tables that several reports hold: lists of cases, duties of offices, sittings, what county forms ask.

Touches ``speaking``, figures and content. Read ``lists`` first; ``case_columns`` says what a list shows.
"""
