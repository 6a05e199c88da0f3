"""Components, base pages, form rendering and static files."""
