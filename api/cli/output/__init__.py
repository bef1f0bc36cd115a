"""Answers as tables and JSON on a terminal."""
