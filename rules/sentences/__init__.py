"""What our five columns say, and how our texts are told from a person's. Verdicts in, texts out.

Never the other way: the rules know no sentence. Read ``mark_texts`` first.
"""
