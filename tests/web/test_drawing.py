from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from time import sleep
from typing import NoReturn, cast

import pytest
from flask import Flask

from samverkan_docs.web.drawing import MOST_WAITING, Busy, Queue
from tests.web.checking import Client

PATIENCE = 30  # seconds; nothing here takes one


class Brush:
    """Something that is drawn when the test says so, and counts how often it was."""

    def __init__(self) -> None:
        self.times = 0
        self._begun, self._may_end = Event(), Event()

    def draw(self) -> int:
        self.times += 1
        self._begun.set()
        assert self._may_end.wait(PATIENCE)
        return self.times

    def wait(self) -> None:
        assert self._begun.wait(PATIENCE)

    def finish(self) -> None:
        self._may_end.set()


@pytest.fixture
def people() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(MOST_WAITING) as threads:
        yield threads


@pytest.fixture
def brush() -> Iterator[Brush]:
    made = Brush()
    yield made
    made.finish()


def fill(queue: Queue, people: ThreadPoolExecutor, brush: Brush) -> list[Future[int]]:
    """Take every place in *queue* for the same paper."""
    asked = [people.submit(queue.draw, "plan", brush.draw) for _ in range(MOST_WAITING)]
    brush.wait()
    while not queue.is_full:
        sleep(0.01)
    return asked


def test_who_asks_for_the_same_paper_shares_one_drawing(
    people: ThreadPoolExecutor, brush: Brush
) -> None:
    asked = fill(Queue(), people, brush)
    brush.finish()

    assert [each.result(PATIENCE) for each in asked] == [1] * MOST_WAITING
    assert brush.times == 1


def test_one_more_than_may_wait_is_turned_away_and_let_in_later(
    people: ThreadPoolExecutor, brush: Brush
) -> None:
    queue = Queue()
    asked = fill(queue, people, brush)
    with pytest.raises(Busy):
        queue.draw("anslag", lambda: 0)

    brush.finish()
    for each in asked:
        each.result(PATIENCE)
    assert queue.draw("anslag", lambda: 7) == 7


def test_a_drawing_that_fails_is_told_and_drawn_anew_the_next_time() -> None:
    queue = Queue()

    def fails() -> NoReturn:
        raise ValueError("no paper")

    with pytest.raises(ValueError, match="no paper"):
        queue.draw("plan", fails)
    assert queue.draw("plan", lambda: 7) == 7


def test_the_form_answers_while_papers_are_waited_for_and_a_paper_says_to_wait(
    app: Flask, client: Client, filled: str, people: ThreadPoolExecutor, brush: Brush
) -> None:
    fill(cast("Queue", app.extensions["drawing"]), people, brush)

    page = client.get(f"{filled}del/polis")
    client.submit(page, {"annat": "Vi ringer."}, expect=303)
    for path in ("plan.pdf", "skriv-ut"):
        told = client.get(f"{filled}{path}", expect=503)
        assert told.h1 == "Programmet skriver redan många papper"
        assert "försöker igen av sig själv om 5 sekunder" in told.text
    answer = client.raw("GET", "/blankett.pdf", expect=503)
    assert answer.headers["Retry-After"] == answer.headers["Refresh"] == "5"
