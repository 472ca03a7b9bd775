"""When to run, the command line, state, and how the parts are joined."""
