"""Recurrent layers: https://pytorch.org/docs/stable/nn.html#recurrent-layers"""
import math
import numbers
import warnings

import torch

from .. import init
from ..parameter import Parameter
from ..utils.rnn import PackedSequence
from .module import Module

_GATES = {"LSTM": 4, "GRU": 3, "RNN_TANH": 1, "RNN_RELU": 1}


def apply_permutation(tensor, permutation, dim=1):
    return tensor.index_select(dim, permutation)


class RNNBase(Module):
    def __init__(
        self, mode, input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0,
        bidirectional=False, proj_size=0, device=None, dtype=None,
    ):  # fmt: skip
        super().__init__()
        self.mode = mode
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.bias = bias
        self.batch_first = batch_first
        self.dropout = float(dropout)
        self.bidirectional = bidirectional
        self.proj_size = proj_size
        num_directions = 2 if bidirectional else 1
        if not isinstance(dropout, numbers.Number) or not 0 <= dropout <= 1 or isinstance(dropout, bool):
            raise ValueError(
                "dropout should be a number in range [0, 1] "
                "representing the probability of an element being "
                "zeroed"
            )
        if dropout > 0 and num_layers == 1:
            warnings.warn(
                "dropout option adds dropout after all but last "
                "recurrent layer, so non-zero dropout expects "
                "num_layers greater than 1, but got dropout={} and "
                "num_layers={}".format(dropout, num_layers)
            )
        for name, value in (("bias", bias), ("batch_first", batch_first)):
            if not isinstance(value, bool):
                raise TypeError(f"{name} should be of type bool, got: {type(value).__name__}")
        if proj_size < 0:
            raise ValueError("proj_size should be a positive integer or zero to disable projections")
        if proj_size >= hidden_size:
            raise ValueError("proj_size has to be smaller than hidden_size")
        if mode not in _GATES:
            raise ValueError("Unrecognized RNN mode: " + mode)
        gate_size = _GATES[mode] * hidden_size
        state_size = proj_size if proj_size > 0 else hidden_size
        self._flat_weights_names = []
        self._all_weights = []
        for layer in range(num_layers):
            for direction in range(num_directions):
                size = input_size if layer == 0 else state_size * num_directions
                parts = [("weight_ih", (gate_size, size)), ("weight_hh", (gate_size, state_size))]
                if bias:
                    parts += [("bias_ih", (gate_size,)), ("bias_hh", (gate_size,))]
                if proj_size > 0:
                    parts.append(("weight_hr", (proj_size, hidden_size)))
                suffix = "_l{}{}".format(layer, "_reverse" if direction == 1 else "")
                names = [name + suffix for name, _ in parts]
                for name, (_, shape) in zip(names, parts):
                    setattr(self, name, Parameter(torch.empty(shape, device=device, dtype=dtype)))
                self._flat_weights_names.extend(names)
                self._all_weights.append(names)
        self.reset_parameters()

    @property
    def _flat_weights(self):
        return [getattr(self, name, None) for name in self._flat_weights_names]

    @property
    def all_weights(self):
        return [[getattr(self, name) for name in names] for names in self._all_weights]

    def flatten_parameters(self):
        return None

    def reset_parameters(self):
        bound = 1.0 / math.sqrt(self.hidden_size) if self.hidden_size > 0 else 0
        for weight in self.parameters():
            init.uniform_(weight, -bound, bound)

    def get_expected_hidden_size(self, input, batch_sizes):
        if batch_sizes is not None:
            mini_batch = int(batch_sizes[0])
        else:
            mini_batch = input.size(0) if self.batch_first else input.size(1)
        directions = 2 if self.bidirectional else 1
        return (
            self.num_layers * directions, mini_batch, self.proj_size if self.proj_size > 0 else self.hidden_size
        )  # fmt: skip

    def check_input(self, input, batch_sizes):
        weight = self._flat_weights[0]
        if _by_version(True, False) and input.dtype != weight.dtype and not _may_cast():
            raise ValueError(
                f"RNN input dtype ({input.dtype}) does not match weight dtype ({weight.dtype}). "
                f"Convert input: input.to({weight.dtype}), or convert model: model.to({input.dtype})"
            )
        expected = 2 if batch_sizes is not None else 3
        if input.dim() != expected:
            raise RuntimeError("input must have {} dimensions, got {}".format(expected, input.dim()))
        if self.input_size != input.size(-1):
            raise RuntimeError(
                "input.size(-1) must be equal to input_size. Expected {}, got {}".format(
                    self.input_size, input.size(-1)
                )
            )

    def check_hidden_size(self, hx, expected_hidden_size, msg="Expected hidden size {}, got {}"):
        if hx.size() != expected_hidden_size:
            raise RuntimeError(msg.format(expected_hidden_size, list(hx.size())))

    def check_forward_args(self, input, hidden, batch_sizes):
        self.check_input(input, batch_sizes)
        self.check_hidden_size(hidden, self.get_expected_hidden_size(input, batch_sizes))

    def permute_hidden(self, hx, permutation):
        return hx if permutation is None else apply_permutation(hx, permutation)

    def _zeros(self, layers, batch, size, like):
        return torch.zeros(layers, batch, size, dtype=like.dtype, device=like.device)

    def _initial(self, layers, batch, like):
        """The state where none is given."""
        return self._zeros(layers, batch, self.proj_size if self.proj_size > 0 else self.hidden_size, like)

    def _hidden_rank_check(self, hx, batched):
        expected = 3 if batched else 2
        if hx.dim() != expected:
            raise RuntimeError(
                f"For {'batched 3-D' if batched else 'unbatched 2-D'} input, hx should also be {expected}-D but got {hx.dim()}-D tensor"
            )

    def _unsqueezed(self, hx):
        return hx.unsqueeze(1)

    def _squeezed(self, hx):
        return hx.squeeze(1)

    def forward(self, input, hx=None):
        """(L, N, input_size) -> (L, N, directions*state), (layers*directions, N, state)"""
        packed = isinstance(input, PackedSequence)
        layers = self.num_layers * (2 if self.bidirectional else 1)
        if packed:
            data, batch_sizes, sorted_indices, unsorted_indices = input
            batch, batched = batch_sizes[0], True
        else:
            data, batch_sizes, sorted_indices, unsorted_indices = input, None, None, None
            self._check_rank(data)
            batched = data.dim() == 3
            batch_dim = 0 if self.batch_first else 1
            if not batched:
                data = data.unsqueeze(batch_dim)
            batch = data.size(batch_dim)
        if hx is None:
            hx = self._initial(layers, batch, data)
        else:
            if not packed:
                self._hidden_rank_check(hx, batched)
                if not batched:
                    hx = self._unsqueezed(hx)
            hx = self.permute_hidden(hx, sorted_indices)
        self.check_forward_args(data, hx, batch_sizes)
        output, hidden = self._run(data, batch_sizes, hx)
        if packed:
            output = PackedSequence(output, batch_sizes, sorted_indices, unsorted_indices)
        elif not batched:
            output = output.squeeze(batch_dim)
            hidden = self._squeezed(hidden)
        return output, self.permute_hidden(hidden, unsorted_indices)

    def _check_rank(self, input):
        if input.dim() not in (2, 3):
            name, rank = type(self).__name__, input.dim()
            raise _by_version(ValueError, AssertionError)(
                _by_version(
                    f"{name}: Expected input to be 2D or 3D, got {rank}D {'tensor ' if name == 'RNN' else ''}instead",
                    f"{name}: Expected input to be 2-D or 3-D but received {rank}-D tensor",
                )
            )

    def _run(self, data, batch_sizes, hx):
        function = getattr(torch, self.mode.lower())
        settings = (self.bias, self.num_layers, self.dropout, self.training, self.bidirectional)
        if batch_sizes is not None:
            output, hidden = function(data, batch_sizes, hx, self._flat_weights, *settings)
        else:
            output, hidden = function(data, hx, self._flat_weights, *settings, self.batch_first)
        return output, hidden

    def extra_repr(self):
        return f"{self.input_size}, {self.hidden_size}, num_layers={self.num_layers}, batch_first={self.batch_first}"


class RNN(RNNBase):
    def __init__(
        self, input_size, hidden_size, num_layers=1, nonlinearity="tanh", bias=True, batch_first=False, dropout=0.0,
        bidirectional=False, device=None, dtype=None, **kwargs,
    ):  # fmt: skip
        if "proj_size" in kwargs:
            raise ValueError("proj_size argument is only supported for LSTM, not RNN or GRU")
        if nonlinearity not in ("tanh", "relu"):
            raise ValueError("Unknown nonlinearity '{}'".format(nonlinearity))
        super().__init__(
            "RNN_" + nonlinearity.upper(), input_size, hidden_size, num_layers, bias, batch_first, dropout,
            bidirectional, 0, device, dtype,
        )  # fmt: skip
        self.nonlinearity = nonlinearity


class GRU(RNNBase):
    def __init__(
        self, input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False,
        device=None, dtype=None, **kwargs,
    ):  # fmt: skip
        if "proj_size" in kwargs:
            raise ValueError("proj_size argument is only supported for LSTM, not RNN or GRU")
        super().__init__(
            "GRU", input_size, hidden_size, num_layers, bias, batch_first, dropout, bidirectional, 0, device, dtype
        )


class LSTM(RNNBase):
    """State and result are pairs: hidden (layers*directions, N, proj_size or hidden_size), cell (…, hidden_size)."""

    def __init__(
        self, input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False,
        proj_size=0, device=None, dtype=None,
    ):  # fmt: skip
        super().__init__(
            "LSTM", input_size, hidden_size, num_layers, bias, batch_first, dropout, bidirectional, proj_size, device,
            dtype,
        )  # fmt: skip

    def get_expected_cell_size(self, input, batch_sizes):
        layers, batch, _ = self.get_expected_hidden_size(input, batch_sizes)
        return layers, batch, self.hidden_size

    def check_forward_args(self, input, hidden, batch_sizes):
        self.check_input(input, batch_sizes)
        self.check_hidden_size(
            hidden[0], self.get_expected_hidden_size(input, batch_sizes), "Expected hidden[0] size {}, got {}"
        )
        self.check_hidden_size(
            hidden[1], self.get_expected_cell_size(input, batch_sizes), "Expected hidden[1] size {}, got {}"
        )

    def permute_hidden(self, hx, permutation):
        if permutation is None:
            return hx
        return apply_permutation(hx[0], permutation), apply_permutation(hx[1], permutation)

    def _initial(self, layers, batch, like):
        return super()._initial(layers, batch, like), self._zeros(layers, batch, self.hidden_size, like)

    def _hidden_rank_check(self, hx, batched):
        expected = 3 if batched else 2
        if hx[0].dim() != expected or hx[1].dim() != expected:
            kind = "batched 3-D" if batched else "unbatched 2-D"
            raise RuntimeError(
                f"For {kind} input, hx and cx should also be {expected}-D but got "
                f"({hx[0].dim()}-D, {hx[1].dim()}-D) tensors"
            )

    def _unsqueezed(self, hx):
        return hx[0].unsqueeze(1), hx[1].unsqueeze(1)

    def _squeezed(self, hx):
        return hx[0].squeeze(1), hx[1].squeeze(1)

    def _check_rank(self, input):
        # That of 1.13 leaves it to the operator.
        if _by_version(True, False):
            super()._check_rank(input)

    def _run(self, data, batch_sizes, hx):
        settings = (self.bias, self.num_layers, self.dropout, self.training, self.bidirectional)
        if batch_sizes is not None:
            output, hidden, cell = torch.lstm(data, batch_sizes, hx, self._flat_weights, *settings)
        else:
            output, hidden, cell = torch.lstm(data, hx, self._flat_weights, *settings, self.batch_first)
        return output, (hidden, cell)


class RNNCellBase(Module):
    def __init__(self, input_size, hidden_size, bias, num_chunks, device=None, dtype=None):
        super().__init__()
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.bias = bias
        rows = num_chunks * hidden_size
        self.weight_ih = Parameter(torch.empty((rows, input_size), device=device, dtype=dtype))
        self.weight_hh = Parameter(torch.empty((rows, hidden_size), device=device, dtype=dtype))
        if bias:
            self.bias_ih = Parameter(torch.empty(rows, device=device, dtype=dtype))
            self.bias_hh = Parameter(torch.empty(rows, device=device, dtype=dtype))
        else:
            self.register_parameter("bias_ih", None)
            self.register_parameter("bias_hh", None)
        self.reset_parameters()

    def reset_parameters(self):
        bound = 1.0 / math.sqrt(self.hidden_size) if self.hidden_size > 0 else 0
        for weight in self.parameters():
            init.uniform_(weight, -bound, bound)

    def _check_rank(self, input):
        if input.dim() not in (1, 2):
            name, rank = type(self).__name__, input.dim()
            raise _by_version(ValueError, AssertionError)(
                _by_version(
                    f"{name}: Expected input to be 1D or 2D, got {rank}D instead",
                    f"{name}: Expected input to be 1-D or 2-D but received {rank}-D tensor",
                )
            )

    def _call(self, function, input, hx):
        return function(input, hx, self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh)

    def _step(self, function, input, hx):
        """(N, input_size), (N, hidden_size) -> (N, hidden_size)"""
        self._check_rank(input)
        batched = input.dim() == 2
        if not batched:
            input = input.unsqueeze(0)
        if hx is None:
            hx = torch.zeros(input.size(0), self.hidden_size, dtype=input.dtype, device=input.device)
        elif not batched:
            hx = hx.unsqueeze(0)
        result = self._call(function, input, hx)
        return result if batched else result.squeeze(0)


class RNNCell(RNNCellBase):
    def __init__(self, input_size, hidden_size, bias=True, nonlinearity="tanh", device=None, dtype=None):
        super().__init__(input_size, hidden_size, bias, 1, device, dtype)
        self.nonlinearity = nonlinearity

    def forward(self, input, hx=None):
        if self.nonlinearity not in ("tanh", "relu"):
            raise RuntimeError("Unknown nonlinearity: {}".format(self.nonlinearity))
        return self._step(torch.rnn_tanh_cell if self.nonlinearity == "tanh" else torch.rnn_relu_cell, input, hx)


class GRUCell(RNNCellBase):
    def __init__(self, input_size, hidden_size, bias=True, device=None, dtype=None):
        super().__init__(input_size, hidden_size, bias, 3, device, dtype)

    def forward(self, input, hx=None):
        return self._step(torch.gru_cell, input, hx)


class LSTMCell(RNNCellBase):
    """(N, input_size), state of two (N, hidden_size) -> two (N, hidden_size)"""

    def __init__(self, input_size, hidden_size, bias=True, device=None, dtype=None):
        super().__init__(input_size, hidden_size, bias, 4, device, dtype)

    def forward(self, input, hx=None):
        self._check_rank(input)
        batched = input.dim() == 2
        if not batched:
            input = input.unsqueeze(0)
        if hx is None:
            zeros = torch.zeros(input.size(0), self.hidden_size, dtype=input.dtype, device=input.device)
            hx = (zeros, zeros)
        elif not batched:
            hx = (hx[0].unsqueeze(0), hx[1].unsqueeze(0))
        hidden, cell = self._call(torch.lstm_cell, input, hx)
        return (hidden, cell) if batched else (hidden.squeeze(0), cell.squeeze(0))
