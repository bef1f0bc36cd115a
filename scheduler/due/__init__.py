"""What is due, and putting it in the queue."""
