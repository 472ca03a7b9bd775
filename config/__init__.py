"""Words, settings, calendars and rule packs: all that varies or is shared. Imports nothing of ours.

Files in, frozen values out. Read ``vocabulary`` first, then ``frames``: what the other folders speak.
"""
