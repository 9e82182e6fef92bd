"""Products of vectors and matrices."""
import torch

from .arithmetic import _conj, _scaled


def _h(matrix):
    return _conj(matrix.transpose(-2, -1))


class mm:
    def self(grad, mat2):
        return grad @ _h(mat2)

    def mat2(grad, self):
        return _h(self) @ grad


class bmm(mm):
    pass


class mv:
    def self(grad, vec):
        return torch.outer(grad, _conj(vec))

    def vec(grad, self):
        return _h(self).mv(grad)


class dot:
    def self(grad, tensor):
        return grad * _conj(tensor)

    def tensor(grad, self):
        return grad * _conj(self)


class vdot:
    def self(grad, other):
        return _conj(grad) * other

    def other(grad, self):
        return grad * self


class outer:
    def self(grad, vec2):
        return grad.mv(_conj(vec2))

    def vec2(grad, self):
        return grad.t().mv(_conj(self))


ger = outer


def _of_left(grad, left_shape, right):
    """Of left @ right, by the left one."""
    if len(left_shape) == 1 and right.dim() == 1:
        return grad * _conj(right)
    if right.dim() == 1:
        return grad.unsqueeze(-1) * _conj(right)
    if len(left_shape) == 1:
        found = (grad.unsqueeze(-2) @ _h(right)).squeeze(-2)
        return found.reshape(-1, found.shape[-1]).sum(0)
    return grad @ _h(right)


def _of_right(grad, left, right_shape):
    """Of left @ right, by the right one."""
    if left.dim() == 1 and len(right_shape) == 1:
        return grad * _conj(left)
    if len(right_shape) == 1:
        rows = left.reshape(-1, left.shape[-1])
        return _h(rows).mv(grad.reshape(-1))
    if left.dim() == 1:
        return _conj(left).unsqueeze(-1) * grad.unsqueeze(-2)
    if len(right_shape) == 2:
        return _h(left.reshape(-1, left.shape[-1])) @ grad.reshape(-1, grad.shape[-1])
    return _h(left) @ grad


class matmul:
    def self(grad, self_shape, other):
        return _of_left(grad, self_shape, other)

    def other(grad, self, other_shape):
        return _of_right(grad, self, other_shape)


class linear:
    def input(grad, weight):
        return grad.unsqueeze(-1) * weight if weight.dim() == 1 else grad @ _conj(weight)

    def weight(grad, input, weight_shape):
        if len(weight_shape) == 1:
            return grad.unsqueeze(-1) * input
        return grad.reshape(-1, weight_shape[0]).t() @ _conj(input.reshape(-1, weight_shape[1]))

    def bias(grad, bias_shape):
        return grad.reshape(-1, bias_shape[0]).sum(0) if len(bias_shape) == 1 else grad


class addmm:
    def self(grad, beta):
        return _scaled(grad, beta)

    def mat1(grad, mat2, alpha):
        return _scaled(grad @ _h(mat2), alpha)

    def mat2(grad, mat1, alpha):
        return _scaled(_h(mat1) @ grad, alpha)


class addmv:
    def self(grad, beta):
        return _scaled(grad, beta)

    def mat(grad, vec, alpha):
        return _scaled(torch.outer(grad, _conj(vec)), alpha)

    def vec(grad, mat, alpha):
        return _scaled(_h(mat).mv(grad), alpha)


class addr:
    def self(grad, beta):
        return _scaled(grad, beta)

    def vec1(grad, vec2, alpha):
        return _scaled(grad.mv(_conj(vec2)), alpha)

    def vec2(grad, vec1, alpha):
        return _scaled(grad.t().mv(_conj(vec1)), alpha)


class addbmm:
    def self(grad, beta):
        return _scaled(grad, beta)

    def batch1(grad, batch2, alpha):
        return _scaled(grad.unsqueeze(0) @ _h(batch2), alpha)

    def batch2(grad, batch1, alpha):
        return _scaled(_h(batch1) @ grad.unsqueeze(0), alpha)


class baddbmm:
    def self(grad, beta):
        return _scaled(grad, beta)

    def batch1(grad, batch2, alpha):
        return _scaled(grad @ _h(batch2), alpha)

    def batch2(grad, batch1, alpha):
        return _scaled(_h(batch1) @ grad, alpha)


class linalg_vecdot:
    def x(grad, y, dim):
        return grad.unsqueeze(dim) * y

    def y(grad, x, dim):
        return grad.unsqueeze(dim) * x


class inner:
    def _composed(self, other):
        if self.dim() == 0 or other.dim() == 0:
            return self * other
        return torch.tensordot(self, other, dims=([-1], [-1]))


class kron:
    def _composed(self, other):
        rank = self.dim() if self.dim() > other.dim() else other.dim()
        self = self.reshape((1,) * (rank - self.dim()) + tuple(self.shape))
        other = other.reshape((1,) * (rank - other.dim()) + tuple(other.shape))
        first, second, shape = [], [], []
        for a, b in zip(self.shape, other.shape):
            first += [a, 1]
            second += [1, b]
            shape.append(a * b)
        return (self.reshape(first) * other.reshape(second)).reshape(shape)


class tensordot:
    def _composed(a, b, dims):
        if isinstance(dims, torch.Tensor):
            dims = dims.tolist()
        if isinstance(dims, int):
            over_a, over_b = list(range(a.dim() - dims, a.dim())), list(range(dims))
        else:
            over_a = [one % a.dim() for one in ([dims[0]] if isinstance(dims[0], int) else dims[0])]
            over_b = [one % b.dim() for one in ([dims[1]] if isinstance(dims[1], int) else dims[1])]
        left = [n for n in range(a.dim()) if n not in over_a]
        right = [n for n in range(b.dim()) if n not in over_b]
        shape = [a.shape[n] for n in left] + [b.shape[n] for n in right]
        width = 1
        for n in over_a:
            width *= a.shape[n]
        rows = 1
        for n in left:
            rows *= a.shape[n]
        columns = 1
        for n in right:
            columns *= b.shape[n]
        first = a.permute(left + over_a).reshape(rows, width)
        return (first @ b.permute(over_b + right).reshape(width, columns)).reshape(shape)


class multi_dot:
    def _composed(tensors):
        found = tensors[0]
        for one in tensors[1:]:
            found = found @ one
        return found


class chain_matmul:
    def _composed(matrices):
        found = matrices[0]
        for one in matrices[1:]:
            found = found @ one
        return found


class bilinear:
    def _composed(input1, input2, weight, bias):
        shape = input1.shape[:-1]
        first = input1.reshape(-1, input1.shape[-1])
        second = input2.reshape(-1, input2.shape[-1])
        # (N, I) @ (I, O*J) -> (N, O, J)
        mixed = first @ weight.permute(1, 0, 2).reshape(weight.shape[1], -1)
        mixed = mixed.reshape(-1, weight.shape[0], weight.shape[2])
        found = (mixed @ second.unsqueeze(-1)).squeeze(-1)
        if bias is not None:
            found = found + bias
        return found.reshape(tuple(shape) + (weight.shape[0],))


class cross:
    def _composed(self, other, dim):
        if dim is None:
            shape = torch.broadcast_shapes(self.shape, other.shape)
            dim = [n for n, size in enumerate(shape) if size == 3][0] - len(shape)
        return _cross(self, other, dim)


class linalg_cross:
    def _composed(self, other, dim):
        return _cross(self, other, dim)


def _cross(self, other, dim):
    turned = lambda x, by: x.roll(by, dim)
    return turned(self, -1) * turned(other, -2) - turned(self, -2) * turned(other, -1)


class einsum:
    def _composed(equation, operands):
        return _einsum(equation.replace(" ", ""), list(operands))


def _einsum(equation, operands):
    """Two at a time, as products of batches of matrices."""
    inputs, arrow, output = equation.partition("->")
    terms = inputs.split(",")
    ranks = [one.dim() - len(term.replace("...", "")) for one, term in zip(operands, terms)]
    ellipsis = 0
    for term, rank in zip(terms, ranks):
        if "..." in term and rank > ellipsis:
            ellipsis = rank
    # Letters that no equation has stand for the dimensions of `...`.
    dots = [chr(0x2460 + n) for n in range(ellipsis)]
    named = []
    for term, rank in zip(terms, ranks):
        named.append(list(term.replace("...", "".join(dots[ellipsis - rank :] if rank > 0 else []))))
    if arrow:
        wanted = list(output.replace("...", "".join(dots)))
    else:
        letters = [letter for term in named for letter in term if letter not in dots]
        wanted = dots + sorted(letter for letter in set(letters) if letters.count(letter) == 1)
    parts = []
    for one, term in zip(operands, named):
        for letter in sorted(set(term)):
            while term.count(letter) > 1:
                first = term.index(letter)
                second = term.index(letter, first + 1)
                one = one.diagonal(0, first, second)
                term = term[:first] + term[first + 1 : second] + term[second + 1 :] + [letter]
        parts.append((one, term))
    whole, letters = parts[0]
    for n, (one, term) in enumerate(parts[1:]):
        later = wanted + [letter for _, other in parts[n + 2 :] for letter in other]
        whole, letters = _contracted(whole, letters, one, term, later)
    gone = [n for n, letter in enumerate(letters) if letter not in wanted]
    if gone:
        whole = whole.sum(gone)
        letters = [letter for letter in letters if letter in wanted]
    return whole.permute([letters.index(letter) for letter in wanted]) if len(wanted) > 0 else whole


def _contracted(a, letters_a, b, letters_b, later):
    """The product of two, summed over what neither the result nor a later operand has."""
    for n in range(len(letters_a) - 1, -1, -1):
        if letters_a[n] not in letters_b and letters_a[n] not in later:
            a = a.sum(n)
            letters_a = letters_a[:n] + letters_a[n + 1 :]
    for n in range(len(letters_b) - 1, -1, -1):
        if letters_b[n] not in letters_a and letters_b[n] not in later:
            b = b.sum(n)
            letters_b = letters_b[:n] + letters_b[n + 1 :]
    shared = [letter for letter in letters_a if letter in letters_b]
    batch = [letter for letter in shared if letter in later]
    inside = [letter for letter in shared if letter not in later]
    rows = [letter for letter in letters_a if letter not in letters_b]
    columns = [letter for letter in letters_b if letter not in letters_a]
    sizes = {}
    for one, letters in ((a, letters_a), (b, letters_b)):
        for letter, size in zip(letters, one.shape):
            sizes[letter] = size if sizes.get(letter, 1) == 1 else sizes[letter]

    def spread(one, letters, order):
        one = one.permute([letters.index(letter) for letter in order]) if len(order) > 0 else one
        return one.expand([sizes[letter] for letter in order])

    def count(letters):
        whole = 1
        for letter in letters:
            whole *= sizes[letter]
        return whole

    first = spread(a, letters_a, batch + rows + inside).reshape(count(batch), count(rows), count(inside))
    second = spread(b, letters_b, batch + inside + columns).reshape(count(batch), count(inside), count(columns))
    order = batch + rows + columns
    return (first @ second).reshape([sizes[letter] for letter in order]), order
