"""The synthesis as a document: what is told of it, and how it is composed. Pure."""
