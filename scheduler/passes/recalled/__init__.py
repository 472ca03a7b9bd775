"""What the state keeps of ledgers between passes, and answers with where nobody touched or can read them.

In come outcomes, out go records and outcomes made of them; no store is asked. Read `remembering` first.
"""
