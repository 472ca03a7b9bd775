"""Words, settings, calendars and rule packs: all that varies or is shared. Imports nothing of ours."""
