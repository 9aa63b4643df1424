"""What every feature stands on: settings, database, clock, text, mail. It knows no feature."""
