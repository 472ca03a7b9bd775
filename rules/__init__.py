"""Decides: frames, dates and settings in, frames out. No I/O, no clock."""
