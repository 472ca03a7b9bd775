"""What lies ahead in the order of days: the agenda for people, for programs, and as calendar files.

Read ``agenda`` first.
"""
