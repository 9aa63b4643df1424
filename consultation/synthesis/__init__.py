"""From contributions to a synthesis whose every sentence can be traced to its sources."""
