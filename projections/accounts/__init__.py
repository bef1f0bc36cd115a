"""Accounts, sessions, tokens and the register of people."""
