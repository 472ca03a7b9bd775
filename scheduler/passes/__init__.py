"""All ledgers of a township, each alone with its errors, and what is remembered of them.

Read ``one_pass`` first.
"""
