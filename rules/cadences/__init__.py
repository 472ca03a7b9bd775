"""What offices owe by the calendar: which period is up, who owes it, whether it was done.

Filings and days in, verdicts of periods out. Read ``cadence`` first; ``due_periods`` says when.
"""
