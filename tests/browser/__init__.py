"""The pages, as people use them: in a real browser, over a real server."""
