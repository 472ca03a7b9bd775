"""The service that runs by itself: what is due when, each slot once, and digests that go out.

``timetable`` says which slots a day has, ``service`` works them off, ``process`` keeps it alive.
"""
