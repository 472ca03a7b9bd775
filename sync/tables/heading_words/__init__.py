"""What one heading means, by the synonym table or by the known parts it is put together of.

Text in, roles out; touches no other cell. Read ``headings`` first.
"""
