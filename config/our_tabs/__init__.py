"""Worksheets of our own making: what a tab holds, and whose each column of 调解排期 and 接访排班 is.

Values only; no store knows them yet. Read ``tabs`` first.
"""
