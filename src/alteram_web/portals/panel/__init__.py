"""For those who decide together."""
