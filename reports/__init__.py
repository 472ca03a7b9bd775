"""Figures, then documents."""
