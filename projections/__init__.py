"""The log's tables and the read models: SQLAlchemy lives here."""
