"""Many townships on many machines: a planner wins slots, workers do them, a county adds up what they publish.

Read ``planner`` first, then ``slot_jobs``. Only here is Procrastinate imported.
"""
