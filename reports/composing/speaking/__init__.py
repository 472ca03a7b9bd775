"""How every report speaks: words of one language, officials, days, what could not be read.

Touches figures and content. Read ``setting`` first; ``wording`` says dates, rates and phrases.
"""
