"""Reports in: files, folders, addresses, feeds and archives become articles; what cannot be read is refused with what to do."""
