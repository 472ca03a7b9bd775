"""One request to Google: its address, its credentials, its quota, its retries. Bodies in, answers out.

Knows nothing of ledgers. Read ``courier`` first; ``trouble`` says what an answer that is none means.
"""
