"""The texts put to consultation: import, outline, versions, paragraphs and what identifies them."""
