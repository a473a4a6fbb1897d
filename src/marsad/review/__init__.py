"""People's decisions on claims: what a claim is after them, how far coders agree, and corrections as gold."""
