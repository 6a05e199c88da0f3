"""For those who watch over all cases and change nothing."""
