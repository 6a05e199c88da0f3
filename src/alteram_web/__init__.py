"""Where people do it: the site."""
