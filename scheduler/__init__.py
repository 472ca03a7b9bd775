"""When to run, the command line, state, and how the parts are joined. Imports all the others.

Read ``township`` first, then ``passes/one_pass`` and ``marking/settle``: one pass over one ledger.
"""
