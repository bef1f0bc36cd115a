"""Drafts of entries that are tried before they are recorded."""
