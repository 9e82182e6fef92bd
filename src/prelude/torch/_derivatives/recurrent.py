"""Recurrent layers, step by step."""
import torch
from torch.nn import functional as F


def _lstm(inputs, states, weights):
    hidden, cell = states
    i, f, g, o = (inputs + F.linear(hidden, weights[1], weights[3])).chunk(4, 1)
    cell = f.sigmoid() * cell + i.sigmoid() * g.tanh()
    hidden = o.sigmoid() * cell.tanh()
    return [hidden if weights[4] is None else F.linear(hidden, weights[4]), cell]


def _gru(inputs, states, weights):
    hidden = states[0]
    own = F.linear(hidden, weights[1], weights[3])
    size = hidden.shape[1]
    reset = (inputs[:, :size] + own[:, :size]).sigmoid()
    update = (inputs[:, size : 2 * size] + own[:, size : 2 * size]).sigmoid()
    new = (inputs[:, 2 * size :] + reset * own[:, 2 * size :]).tanh()
    return [new + update * (hidden - new)]


def _tanh(inputs, states, weights):
    return [(inputs + F.linear(states[0], weights[1], weights[3])).tanh()]


def _relu(inputs, states, weights):
    return [(inputs + F.linear(states[0], weights[1], weights[3])).relu()]


def _direction(cell, rows, counts, states, weights, backwards):
    """Over packed rows: what comes out at each place, and the states in which the sequences end, the longest first."""
    projected = F.linear(rows, weights[0], weights[2])
    starts, total = [], 0
    for count in counts:
        starts.append(total)
        total += count
    outputs = [None] * len(counts)
    first = states
    order = list(range(len(counts)))
    if backwards:
        order.reverse()
    begin = counts[order[0]]
    states = [state if state.shape[0] == begin else state[:begin] for state in first]
    ended = [[] for _ in states]
    for t in order:
        count, had = counts[t], states[0].shape[0]
        if count < had:
            for n, state in enumerate(states):
                ended[n].insert(0, state[count:])
            states = [state[:count] for state in states]
        elif count > had:
            states = [torch.cat([state, one[had:count]]) for state, one in zip(states, first)]
        states = cell(projected[starts[t] : starts[t] + count], states, weights)
        outputs[t] = states[0]
    finals = [torch.cat([state] + ends) if ends else state for state, ends in zip(states, ended)]
    return torch.cat(outputs), finals


def _weights(params, k, per, has_biases):
    one = list(params[k * per : (k + 1) * per])
    if not has_biases:
        one = one[:2] + [None, None] + one[2:]
    return one + [None] if len(one) == 4 else one


def _layers(cell, rows, counts, hx, params, has_biases, num_layers, dropout, train, bidirectional, noise):
    directions = 2 if bidirectional else 1
    per = len(params) // (num_layers * directions)
    finals = [[] for _ in hx]
    drops = dropout > 0 and train and num_layers > 1
    drawn, used = None, 0
    for layer in range(num_layers):
        sides = []
        for direction in range(directions):
            k = layer * directions + direction
            weights = _weights(params, k, per, has_biases)
            out, last = _direction(cell, rows, counts, [state[k] for state in hx], weights, direction == 1)
            sides.append(out)
            for n, state in enumerate(last):
                finals[n].append(state)
        rows = sides[0] if directions == 1 else torch.cat(sides, 1)
        if drops and layer < num_layers - 1:
            count = rows.numel()
            if drawn is None:
                drawn = noise(count * (num_layers - 1))
            kept = drawn[used : used + count].reshape(rows.shape) >= dropout
            used += count
            rows = rows * kept.to(rows.dtype) / (1 - dropout)
    return rows, [torch.stack(states) for states in finals]


def _network(cell, input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first, noise):
    single = input.dim() == 2
    if single:
        input, hx = input.unsqueeze(1), [state.unsqueeze(1) for state in hx]
    elif batch_first:
        input = input.transpose(0, 1)
    time, batch, width = input.shape
    rows, finals = _layers(
        cell, input.reshape(time * batch, width), [batch] * time, hx, params, has_biases, num_layers, dropout, train,
        bidirectional, noise,
    )  # fmt: skip
    out = rows.reshape(time, batch, -1)
    if single:
        return (out.squeeze(1),) + tuple(state.squeeze(1) for state in finals)
    return (out.transpose(0, 1) if batch_first else out,) + tuple(finals)


def _packed(cell, data, batch_sizes, hx, params, has_biases, num_layers, dropout, train, bidirectional, noise):
    counts = batch_sizes.tolist()
    rows, finals = _layers(cell, data, counts, hx, params, has_biases, num_layers, dropout, train, bidirectional, noise)
    return (rows,) + tuple(finals)


class lstm:
    def _composed(input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first, noise):
        return _network(_lstm, input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first, noise)


class lstm_data:
    def _composed(data, batch_sizes, hx, params, has_biases, num_layers, dropout, train, bidirectional, noise):
        return _packed(_lstm, data, batch_sizes, hx, params, has_biases, num_layers, dropout, train, bidirectional, noise)


class gru:
    def _composed(input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first, noise):
        return _network(_gru, input, [hx], params, has_biases, num_layers, dropout, train, bidirectional, batch_first, noise)


class gru_data:
    def _composed(data, batch_sizes, hx, params, has_biases, num_layers, dropout, train, bidirectional, noise):
        return _packed(_gru, data, batch_sizes, [hx], params, has_biases, num_layers, dropout, train, bidirectional, noise)


class rnn_tanh:
    def _composed(input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first, noise):
        return _network(_tanh, input, [hx], params, has_biases, num_layers, dropout, train, bidirectional, batch_first, noise)


class rnn_tanh_data:
    def _composed(data, batch_sizes, hx, params, has_biases, num_layers, dropout, train, bidirectional, noise):
        return _packed(_tanh, data, batch_sizes, [hx], params, has_biases, num_layers, dropout, train, bidirectional, noise)


class rnn_relu:
    def _composed(input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first, noise):
        return _network(_relu, input, [hx], params, has_biases, num_layers, dropout, train, bidirectional, batch_first, noise)


class rnn_relu_data:
    def _composed(data, batch_sizes, hx, params, has_biases, num_layers, dropout, train, bidirectional, noise):
        return _packed(_relu, data, batch_sizes, [hx], params, has_biases, num_layers, dropout, train, bidirectional, noise)


def _once(cell, input, states, w_ih, w_hh, b_ih, b_hh):
    single = input.dim() == 1
    if single:
        input, states = input.unsqueeze(0), [state.unsqueeze(0) for state in states]
    found = cell(F.linear(input, w_ih, b_ih), states, [w_ih, w_hh, b_ih, b_hh, None])
    return [one.squeeze(0) for one in found] if single else found


class lstm_cell:
    def _composed(input, hx, w_ih, w_hh, b_ih, b_hh):
        return tuple(_once(_lstm, input, list(hx), w_ih, w_hh, b_ih, b_hh))


class gru_cell:
    def _composed(input, hx, w_ih, w_hh, b_ih, b_hh):
        return _once(_gru, input, [hx], w_ih, w_hh, b_ih, b_hh)[0]


class rnn_tanh_cell:
    def _composed(input, hx, w_ih, w_hh, b_ih, b_hh):
        return _once(_tanh, input, [hx], w_ih, w_hh, b_ih, b_hh)[0]


class rnn_relu_cell:
    def _composed(input, hx, w_ih, w_hh, b_ih, b_hh):
        return _once(_relu, input, [hx], w_ih, w_hh, b_ih, b_hh)[0]
