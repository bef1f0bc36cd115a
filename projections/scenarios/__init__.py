"""Scenarios: drafts of many entries over the log, kept outside it until they are committed."""
