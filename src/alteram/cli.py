"""To come: cli."""
