"""Reminders: what is due, claiming, sending."""
