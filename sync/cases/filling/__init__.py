"""The frame of a table's cases while it is filled: each file a group of its columns.

In come a table's `Body` and its `Setting`, out go columns, problems and notes in one
`Filled`. Read `filled` first.
"""
