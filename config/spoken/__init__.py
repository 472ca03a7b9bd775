"""How things are called: organs and periods as people say them, a problem as a sentence, a name to show."""
