"""Sequences of unequal length: https://pytorch.org/docs/stable/nn.html#utilities"""
from collections import namedtuple

import torch

_Packed = namedtuple("PackedSequence", ["data", "batch_sizes", "sorted_indices", "unsorted_indices"])


class PackedSequence(_Packed):
    """Steps of a batch of sequences, the k-th step of all before the next: data (sum of lengths, *), batch_sizes (longest)"""

    def __new__(cls, data, batch_sizes=None, sorted_indices=None, unsorted_indices=None):
        if unsorted_indices is None:
            unsorted_indices = invert_permutation(sorted_indices)
        return super().__new__(cls, data, batch_sizes, sorted_indices, unsorted_indices)

    def to(self, *args, **kwargs):
        data = self.data.to(*args, **kwargs)
        orders = [
            None if order is None else order.to(data.device) for order in (self.sorted_indices, self.unsorted_indices)
        ]
        return type(self)(data, self.batch_sizes, *orders)

    def cpu(self):
        return self.to("cpu")

    def cuda(self, device=None, non_blocking=False):
        return self.to("cuda" if device is None else device)

    def float(self):
        return self.to(torch.float32)

    def double(self):
        return self.to(torch.float64)

    def half(self):
        return self.to(torch.float16)

    @property
    def is_cuda(self):
        return self.data.is_cuda

    def is_pinned(self):
        return False


def invert_permutation(permutation):
    return None if permutation is None else torch.argsort(permutation)


def pack_padded_sequence(input, lengths, batch_first=False, enforce_sorted=True):
    """(T, N, *) and lengths (N) -> data (sum of lengths, *)"""
    known = lengths if isinstance(lengths, (list, tuple)) else None
    if isinstance(lengths, torch.Tensor):
        if lengths.is_cuda is True:
            _refuse_device(f"'lengths' argument should be a 1D CPU int64 tensor, but got 1D {lengths.device} Long tensor")
        lengths = lengths.to("cpu", torch.int64)
    else:
        lengths = torch.as_tensor(lengths, dtype=torch.int64, device="cpu")
    sorted_indices = None
    if not enforce_sorted:
        if known is not None:
            order = sorted(range(len(known)), key=lambda at: -known[at])
            known = [known[at] for at in order]
            lengths, sorted_indices = torch.tensor(known, device="cpu"), torch.tensor(order, device="cpu")
        else:
            lengths, sorted_indices = torch.sort(lengths, descending=True)
        sorted_indices = sorted_indices.to(input.device)
        input = input.index_select(0 if batch_first else 1, sorted_indices)
    if input.numel() == 0:
        raise RuntimeError("Cannot pack empty tensors.")
    if batch_first:
        input = input.transpose(0, 1)
    if lengths.size(0) != input.size(1):
        raise RuntimeError(
            f"Expected `len(lengths)` to be equal to batch_size, but got {lengths.size(0)} (batch_size={input.size(1)})"
        )
    if known is not None:
        _check_lengths(known)
    # Row by row, the mask picks each step of all sequences that are long enough.
    longest = int(lengths[0])
    mask = torch.arange(longest, device="cpu").unsqueeze(1) < lengths.unsqueeze(0)
    return PackedSequence(input[:longest][mask], mask.sum(1), sorted_indices, None)


def _check_lengths(lengths):
    if lengths[-1] <= 0:
        raise RuntimeError(
            "Length of all samples has to be greater than 0, but found an element in 'lengths' that is <= 0"
        )
    if any(after > before for before, after in zip(lengths, lengths[1:])):
        raise RuntimeError(
            "`lengths` array must be sorted in decreasing order when `enforce_sorted` is True. You can pass "
            "`enforce_sorted=False` to pack_padded_sequence and/or pack_sequence to sidestep this requirement if you do "
            "not need ONNX exportability."
        )


def pad_packed_sequence(sequence, batch_first=False, padding_value=0.0, total_length=None):
    """data (sum of lengths, *) -> (T, N, *) and lengths (N)"""
    data, batch_sizes = sequence.data, sequence.batch_sizes
    longest = batch_sizes.size(0)
    if total_length is not None and total_length < longest:
        raise ValueError(
            "Expected total_length to be at least the length of the longest sequence in input, "
            "but got total_length={} and max sequence length being {}".format(total_length, longest)
        )
    batch = int(batch_sizes[0])
    mask = torch.arange(batch, device="cpu").unsqueeze(0) < batch_sizes.unsqueeze(1)
    padded = data.new_full((longest, batch, *data.shape[1:]), padding_value)
    padded[mask] = data
    lengths = mask.sum(0)
    if total_length is not None:
        around = (0, 0) * (padded.dim() - 1) + (0, total_length - longest)
        padded = torch.nn.functional.pad(padded, around, value=padding_value)
    if batch_first:
        padded = padded.transpose(0, 1)
    if sequence.unsorted_indices is not None:
        unsorted = sequence.unsorted_indices
        return padded.index_select(0 if batch_first else 1, unsorted), lengths[unsorted.cpu()]
    return padded, lengths


def pad_sequence(sequences, batch_first=False, padding_value=0.0, padding_side="right"):
    """Sequences (L, *) -> (longest, N, *)"""
    if isinstance(sequences, torch.Tensor):
        sequences = sequences.unbind(0)
    longest = max(sequence.size(0) for sequence in sequences)
    padded = []
    for sequence in sequences:
        missing = longest - sequence.size(0)
        sides = (0, missing) if padding_side == "right" else (missing, 0)
        around = (0, 0) * (sequence.dim() - 1) + sides
        padded.append(torch.nn.functional.pad(sequence, around, value=padding_value))
    return torch.stack(padded, dim=0 if batch_first else 1)


def unpad_sequence(padded_sequences, lengths, batch_first=False):
    if not batch_first:
        padded_sequences = padded_sequences.transpose(0, 1)
    return [sequence[:length] for sequence, length in zip(padded_sequences, lengths)]


def pack_sequence(sequences, enforce_sorted=True):
    lengths = torch.as_tensor([sequence.size(0) for sequence in sequences], device="cpu")
    return pack_padded_sequence(pad_sequence(sequences), lengths, enforce_sorted=enforce_sorted)


def unpack_sequence(packed_sequences):
    padded, lengths = pad_packed_sequence(packed_sequences, batch_first=True)
    return unpad_sequence(padded, lengths, batch_first=True)
