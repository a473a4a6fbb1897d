"""The pages, one file each: `router` answers, `NAV` puts it into the bar; a new file needs no entry in a list."""
