"""Pages that belong to no feature: home, charter, legal pages, accessibility, errors."""
