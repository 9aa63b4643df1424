"""Keeping the debate fair: decisions with reasons, reports, appeals, campaigns, the register."""
