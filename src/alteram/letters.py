"""To come: letters."""
