"""What a deployment does, for every channel."""
