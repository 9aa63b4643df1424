"""The protection of every POST against forged requests."""

from flask_wtf import CSRFProtect

csrf = CSRFProtect()
