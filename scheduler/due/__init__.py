"""What is due, and the queue that it goes into."""
