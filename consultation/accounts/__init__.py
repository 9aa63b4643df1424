"""People: accounts, sign-in, sessions that can be ended, second factor, who may open what."""
