"""For those who complain."""
