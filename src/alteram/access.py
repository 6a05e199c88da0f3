"""To come: access."""
