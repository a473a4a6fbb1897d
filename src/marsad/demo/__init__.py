"""The demonstration: packaged sample reports, feeds and decisions, all composed, in a data folder of their own."""
