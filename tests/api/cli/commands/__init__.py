"""Tests of `api/cli/commands`."""
