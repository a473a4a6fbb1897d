"""Drawings made on the server as SVG; the time and the zero of each run as the page's language is read."""
