"""How things are called: organs and periods as people say them, a problem as a sentence, a name to show.

Identifiers and a language in, words out. Read ``problems`` first.
"""
