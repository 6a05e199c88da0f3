"""To come: case."""
