"""The store: everything that was received, read, linked and judged, in one database."""
