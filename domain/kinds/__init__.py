"""The kinds of event, by the type of their subject, and the state that each type keeps."""
