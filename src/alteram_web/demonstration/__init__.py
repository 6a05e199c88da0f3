"""The demonstration: fictional people to become, worked cases as history, live cases. Installed in the demo alone."""
