"""For those who handle cases."""
