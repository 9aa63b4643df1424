"""Asking for an export, making it, and forgetting it.

Rows are locked in this order: the export, then its file.
"""
