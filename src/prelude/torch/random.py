"""Seeds: the analysis draws no numbers, and a run has a seed of its own."""
from contextlib import contextmanager

import torch

from ._basics import Generator

default_generator = Generator()


def manual_seed(seed):
    return default_generator


def seed():
    return _unknown("it is drawn", "int")


def initial_seed():
    return _unknown("seeds are not followed", "int")


def get_rng_state():
    return torch.empty(5056, dtype=torch.uint8)


def set_rng_state(new_state):
    return None


@contextmanager
def fork_rng(devices=None, enabled=True, **kwargs):
    yield
