"""Tests of `scheduler/people`."""
