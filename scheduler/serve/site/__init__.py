"""What the service shows over HTTP: health, figures, the coordinator's page, the reports.

Reads the state, writes nothing. Read ``own_site`` first.
"""
