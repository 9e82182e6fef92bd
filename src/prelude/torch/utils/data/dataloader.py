"""Batches of a dataset: all but the last are alike, so of many two are made and not one for every step."""
import torch

from .dataset import IterableDataset
from .sampler import BatchSampler, RandomSampler, SequentialSampler


def default_convert(data):
    return data


def default_collate(batch):
    """Samples joined along a new first dimension."""
    first = batch[0]
    if isinstance(first, torch.Tensor):
        return torch.stack(batch, 0)
    if isinstance(first, float):
        return torch.tensor(batch, dtype=torch.float64)
    if isinstance(first, (bool, int)):
        return torch.tensor(batch)
    if isinstance(first, str):
        return batch
    if isinstance(first, dict):
        return {key: default_collate([sample[key] for sample in batch]) for key in first}
    if isinstance(first, tuple) and hasattr(first, "_fields"):
        return type(first)(*(default_collate(list(samples)) for samples in zip(*batch)))
    if isinstance(first, (tuple, list)):
        return [default_collate(list(samples)) for samples in zip(*batch)]
    return _unknown("samples of this kind can't be joined")


def _collate(batch):
    return _batch(default_collate(batch))


def get_worker_info():
    return _unknown("it is None but in a worker of a data loader")


_FEW = 8


class _BaseDataLoaderIter:
    def __init__(self, loader):
        self._loader = loader
        self._batches = loader._batches()

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._batches)

    def __len__(self):
        return len(self._loader)

    def __getattr__(self, name):
        return _unknown(f"`{name}` of a data loader's iterator is not followed")


class DataLoader:
    def __init__(
        self, dataset, batch_size=1, shuffle=None, sampler=None, batch_sampler=None, num_workers=0, collate_fn=None,
        pin_memory=False, drop_last=False, timeout=0, worker_init_fn=None, multiprocessing_context=None, generator=None,
        *, prefetch_factor=None, persistent_workers=False, pin_memory_device="", in_order=True,
    ):  # fmt: skip
        self.dataset = dataset
        self._in_batches = batch_sampler is not None
        if sampler is None and not isinstance(dataset, IterableDataset):
            sampler = RandomSampler(dataset) if shuffle else SequentialSampler(dataset)
        if batch_sampler is None and batch_size is not None:
            batch_sampler = BatchSampler(sampler, batch_size, drop_last)
        self.batch_size = None if self._in_batches else batch_size
        self.sampler = sampler
        self.batch_sampler = batch_sampler
        self.num_workers = num_workers
        self.drop_last = drop_last
        self.collate_fn = collate_fn if collate_fn is not None else _collate

    def __class_getitem__(cls, item):
        return cls

    def __len__(self):
        if self._in_batches:
            return len(self.batch_sampler)
        count = len(self.dataset) if self.sampler is None else len(self.sampler)
        if self.batch_size is None:
            return count
        if self.drop_last:
            return count // self.batch_size
        return (count + self.batch_size - 1) // self.batch_size

    def __iter__(self):
        return _BaseDataLoaderIter(self)

    def _batches(self):
        if isinstance(self.dataset, IterableDataset):
            _note("abridged", self)
            yield self._first_of(iter(self.dataset))
            return
        if self._in_batches:
            _note("abridged", self)
            for indices in self.batch_sampler:
                yield self.collate_fn([self.dataset[index] for index in indices])
                return
        # One that is not known is a number.
        if not _is_unknown(self.batch_size) and self.batch_size is None:
            _note("abridged", self)
            yield self.dataset[0]
            return
        count = len(self.dataset)
        size = self.batch_size
        if isinstance(count, int) and count // size <= _FEW:
            for at in range(count // size):
                yield self.collate_fn([self.dataset[index] for index in range(at * size, (at + 1) * size)])
        elif count >= size:
            _note("abridged", self)
            yield self.collate_fn([self.dataset[index] for index in range(size)])
        rest = count % size
        if rest != 0 and not self.drop_last:
            yield self.collate_fn([self.dataset[index] for index in range(rest)])

    def _first_of(self, samples):
        if self.batch_size is None:
            return next(samples)
        return self.collate_fn([next(samples) for _ in range(self.batch_size)])
