"""Tests of `scheduler/calendars`."""
