"""A composed report as an official document (.docx), laid out by GB/T 9704.

Read ``document`` first.
"""
