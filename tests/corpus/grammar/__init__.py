"""What clerks write, put together by grammar: each text comes with the truth that its parts give it.

A list holds what somebody thought of; a grammar holds what the same parts say in any other order. Each module
yields its texts from a seeded chance, so that a failure can be seen again; tests draw a slice,
`make soak` more.
"""
