"""Gunicorn for one machine: `consultation serve --config deploy/gunicorn.conf.py`."""

import os

bind = os.environ.get("CONSULTATION_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("CONSULTATION_WEB_WORKERS", "2"))
threads = int(os.environ.get("CONSULTATION_WEB_THREADS", "4"))
worker_class = "gthread"
preload_app = True
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 20000
max_requests_jitter = 2000
# Addresses of people are nobody's business in a log: the time, the page and its status are enough.
accesslog = "-"
access_log_format = '%(t)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
loglevel = "warning"
