"""Decides: frames, dates and settings in, frames out. No I/O, no clock.

Imports ``config`` alone. Read ``judge`` first: facts, binding, clocks, choice, ladder stand in its order.
"""
