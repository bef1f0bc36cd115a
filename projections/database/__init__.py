"""Connections, tables and the SQL that two databases need."""
