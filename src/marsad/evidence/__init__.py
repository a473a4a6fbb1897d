"""The evidence: bytes as received in WARC records, and a ledger that shows any change to them."""
