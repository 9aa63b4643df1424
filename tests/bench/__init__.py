"""The benchmark: the application beside a yardstick, in the same run. `make bench` runs it."""
