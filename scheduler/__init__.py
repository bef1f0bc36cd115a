"""Reminders: what is due, who is told, and how it is sent."""
