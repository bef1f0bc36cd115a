"""Pages about reminders, contacts and calendars."""
