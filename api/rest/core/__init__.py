"""What the routes of the API share."""
