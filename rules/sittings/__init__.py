"""Mediation sittings: what a case needs, which half-days are free, and which one is proposed.

In come days, needs and who works when; out come proposals and conflicts. It touches nothing but `config`.
Read `half_days` first: one diary answers whether a half-day is free, and every path asks it.
"""
