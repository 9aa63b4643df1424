"""The public reading pages: a text and its discussions, composed and kept compressed."""
