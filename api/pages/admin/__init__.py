"""Accounts, tokens, the register of people, and signing in."""
