"""Claims into events: which reports tell of one happening, who says so independently, and what they disagree in."""
