"""Tests of `domain/reminders`."""
