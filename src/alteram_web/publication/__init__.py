"""Published decisions and open statistics."""
