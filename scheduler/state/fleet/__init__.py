"""The database that many machines share, beside every township's own rows: PostgreSQL only.

In come townships, slots and jobs; out go the queue's rows, grants of the quota and roll-ups. It touches no
ledger. Read `cluster_state` first; the workers are in `scheduler/cluster`.
"""
