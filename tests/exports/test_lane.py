"""A long export has a thread of its own: nothing else waits for it."""

import threading

import pytest
from flask import Flask

from consultation import worker


def test_what_is_long_holds_up_nothing_else(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, may_end, mailed = threading.Event(), threading.Event(), threading.Event()
    stops: list[object] = []

    def long() -> bool:
        begun.set()
        may_end.wait(20)
        return False

    def short() -> bool:
        if begun.wait(20) and not may_end.is_set():
            mailed.set()
            stops[0](15, None)  # type: ignore[operator]  # what a signal would call
        return False

    monkeypatch.setattr(worker, "LONG", (long,))
    monkeypatch.setattr(worker, "TASKS", (short,))
    monkeypatch.setattr(worker, "LAST_SECONDS", 0.0)
    monkeypatch.setattr(worker.signal, "signal", lambda _number, end: stops.append(end))
    worker.work_until_stopped(app)
    assert mailed.is_set()
    may_end.set()


def test_what_has_nothing_to_do_is_not_asked_between_two_mails(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, asked = iter(range(30)), []
    stops: list[object] = []

    def quiet() -> bool:
        asked.append(1)
        return False

    def mails() -> bool:
        if next(left, None) is None:
            stops[0](15, None)  # type: ignore[operator]  # what a signal would call
            return False
        return True

    monkeypatch.setattr(worker, "LONG", ())
    monkeypatch.setattr(worker, "TASKS", (quiet, mails))
    monkeypatch.setattr(worker, "IDLE_SECONDS", 60.0)
    monkeypatch.setattr(worker.signal, "signal", lambda _number, end: stops.append(end))
    worker.work_until_stopped(app)
    assert next(left, None) is None
    assert len(asked) == 1


def test_nothing_is_done_by_both_lanes() -> None:
    assert not set(worker.TASKS) & set(worker.LONG)
