"""Consultations: what is put to the public, when, by whom, and who speaks in which capacity."""
