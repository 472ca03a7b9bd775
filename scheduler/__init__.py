"""When to run, the command line, state, and how the parts are joined. Imports all the others.

Read ``township`` first, then ``passes/one_pass`` and ``marking/write_loop``: one pass over one ledger.
"""
