"""Marsad reads Arabic conflict reporting and writes sourced claims."""
