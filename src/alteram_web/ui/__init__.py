"""How pages look: components, base page, form rendering, static files."""
