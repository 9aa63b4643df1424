"""My data: seeing all that is kept about oneself, taking it away, leaving."""
