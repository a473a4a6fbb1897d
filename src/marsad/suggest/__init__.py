"""Names that the lexicon does not know yet: found in reports, gathered over them, offered as entries, written into a user's own folder."""
