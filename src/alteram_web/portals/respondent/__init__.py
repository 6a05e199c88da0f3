"""For those who are complained about."""
