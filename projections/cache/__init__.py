"""What is kept in memory between questions."""
