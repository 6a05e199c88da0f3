"""One package per portal. Portals never import each other."""
