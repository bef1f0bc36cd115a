"""Tests of `api/pages/reminders`."""
