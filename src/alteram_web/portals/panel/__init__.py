"""For those who decide."""
