"""Measuring a coder against claims coded by hand, and two coders against each other."""
