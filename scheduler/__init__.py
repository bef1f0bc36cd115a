"""Reminders: what is due, whom to remind of it, and how it is sent."""
