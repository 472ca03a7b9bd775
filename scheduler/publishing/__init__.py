"""The board and the summaries out of ledgers: gathered, composed, written.

Read ``summaries`` first; ``board_desk`` keeps the board.
"""
