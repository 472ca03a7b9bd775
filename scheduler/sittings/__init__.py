"""Sittings of the whole township: gathered from ledgers, laid out by the rules, kept on 调解排期.

In come judged ledgers and the sheet; out go sentences for rows, the sheet's cells, agenda and calendars.
Read ``sittings_desk`` first; ``ahead`` tells what comes.
"""
