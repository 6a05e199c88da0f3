"""Members and their standing, as of any day."""
