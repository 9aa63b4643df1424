"""Styles, scripts, components and error pages."""
