"""Inverses, determinants, decompositions."""
import torch

from .products import _h


class linalg_inv:
    def A(grad, result):
        return -_h(result) @ grad @ _h(result)


class linalg_inv_ex:
    def A(grad, result):
        return -_h(result) @ grad @ _h(result)


class inverse:
    def self(grad, result):
        return -_h(result) @ grad @ _h(result)


def _identity(matrix):
    return torch.eye(matrix.shape[-1], dtype=matrix.dtype, device=matrix.device)


class linalg_det:
    def A(grad, A, result):
        if (result == 0).any():
            return grad.unsqueeze(-1).unsqueeze(-1) * _cofactors(A)
        return (grad * result).unsqueeze(-1).unsqueeze(-1) * _h(torch.linalg.inv(A))


det = linalg_det


def _cofactors(matrix):
    """By singular values: the products of all others."""
    u, values, vh = torch.linalg.svd(matrix)
    size = values.shape[-1]
    others = [
        torch.cat([values[..., :n], values[..., n + 1 :]], -1).prod(-1) for n in range(size)
    ]
    sign = torch.linalg.det(u) * torch.linalg.det(vh)
    return sign.unsqueeze(-1).unsqueeze(-1) * (u * torch.stack(others, -1).unsqueeze(-2)) @ vh


class linalg_slogdet:
    def A(grads, A):
        return grads[1].unsqueeze(-1).unsqueeze(-1) * _h(torch.linalg.inv(A))


class logdet:
    def self(grad, self):
        return grad.unsqueeze(-1).unsqueeze(-1) * _h(torch.linalg.inv(self))


def _of_solve(grad, A, result, left, needs, is_vector):
    """Of the solution of A @ X = B (`left`), or X @ A = B."""
    grad = grad.unsqueeze(-1) if is_vector else grad
    X = result.unsqueeze(-1) if is_vector else result
    b = torch.linalg.solve(_h(A), grad) if left else torch.linalg.solve(A, _h(grad))
    if not left:
        # X @ A = B: of B it is grad @ A^-T.
        b = _h(b)
    found = {}
    if "A" in needs:
        found["A"] = -b @ _h(X) if left else -_h(X) @ b
    if "B" in needs:
        found["B"] = b.squeeze(-1) if is_vector else b
    return found


def _is_vector(A_shape, B_shape):
    return len(B_shape) == 1 or (len(A_shape) - 1 == len(B_shape) and tuple(B_shape) == tuple(A_shape[:-1]))


class linalg_solve:
    def _together(grad, A, B_shape, left, result, needs):
        return _of_solve(grad, A, result, left, needs, _is_vector(A.shape, B_shape))


class linalg_solve_ex(linalg_solve):
    pass


class linalg_solve_triangular:
    def _together(grad, self, upper, left, unitriangular, result, needs):
        b = torch.linalg.solve_triangular(_h(self), grad, upper=not upper, left=left, unitriangular=unitriangular)
        found = {"B": b}
        if "self" in needs:
            a = -b @ _h(result) if left else -_h(result) @ b
            at = 1 if unitriangular else 0
            found["self"] = a.triu(at) if upper else a.tril(-at)
        return found


class triangular_solve:
    def _together(grads, A, upper, transpose, unitriangular, result, needs):
        matrix = _h(A) if transpose else A
        b = torch.linalg.solve_triangular(_h(matrix), grads[0], upper=upper == transpose, unitriangular=unitriangular)
        found = {"self": b}
        if "A" in needs:
            a = -b @ _h(result)
            a = _h(a) if transpose else a
            at = 1 if unitriangular else 0
            found["A"] = (a.triu(at) if upper else a.tril(-at)) + grads[1]
        return found


def _of_cholesky(grad, L):
    """Of L, where L @ L^H is the matrix."""
    inner = (_h(L) @ grad).tril()
    inner = inner - 0.5 * torch.diag_embed(inner.diagonal(0, -2, -1))
    inverse = torch.linalg.solve_triangular(L, _identity(L).expand(L.shape), upper=False)
    found = _h(inverse) @ inner @ inverse
    return 0.5 * (found + _h(found))


class linalg_cholesky:
    def self(grad, upper, result):
        return _of_cholesky(_h(grad) if upper else grad, _h(result) if upper else result)


class linalg_cholesky_ex(linalg_cholesky):
    pass


class cholesky(linalg_cholesky):
    pass


class cholesky_inverse:
    def _composed(self, upper):
        return torch.linalg.inv(_h(self) @ self if upper else self @ _h(self))


class cholesky_solve:
    def _composed(self, input2, upper):
        return torch.linalg.solve(_h(input2) @ input2 if upper else input2 @ _h(input2), self)


def _of_qr(grads, Q, R, mode):
    gq, gr = grads
    if Q.shape[-2] < R.shape[-1]:
        # Wider than high: the rest of R follows from the square part.
        size = Q.shape[-1]
        left, right = R[..., :size], R[..., size:]
        g_right = gr[..., size:]
        # A = [X, Y] with X = Q @ left and right = Q^H @ Y
        y = Q @ right
        gq = gq + y @ _h(g_right)
        first = _of_square_qr(gq, gr[..., :size], Q, left)
        return torch.cat([first, Q @ g_right], -1)
    return _of_square_qr(gq, gr, Q, R)


def _of_square_qr(gq, gr, Q, R):
    inner = gr @ _h(R) - _h(Q) @ gq
    whole = inner.triu() + _h(inner.triu(1))
    found = gq + Q @ whole
    return torch.linalg.solve_triangular(_h(R), found, upper=False, left=False)


class linalg_qr:
    def A(grads, mode, result, result_1):
        return _of_qr(grads, result, result_1, mode)


class qr:
    def self(grads, some, result, result_1):
        return _of_qr(grads, result, result_1, "reduced")


def _gaps(values):
    """1 / (values_j - values_i), zeros on the diagonal."""
    gap = values.unsqueeze(-2) - values.unsqueeze(-1)
    own = torch.eye(values.shape[-1], dtype=torch.bool)
    return torch.where(own, torch.zeros_like(gap), 1 / torch.where(own, torch.ones_like(gap), gap))


class linalg_eigh:
    def self(grads, result, result_1):
        values, vectors = result, result_1
        turned = _h(vectors) @ grads[1]
        inner = torch.diag_embed(grads[0]).to(vectors.dtype) + (turned - _h(turned)) / 2 * _gaps(values)
        return vectors @ inner @ _h(vectors)


class linalg_eigvalsh:
    def self(grad, self, UPLO):
        vectors = torch.linalg.eigh(self, UPLO)[1]
        return (vectors * grad.unsqueeze(-2)) @ _h(vectors)


def _of_svd(gu, gs, gvh, U, S, Vh):
    """U (m, k), S (k), Vh (k, n)"""
    V = _h(Vh)
    squares = S * S
    gaps = _gaps(squares)
    skew_u = _h(U) @ gu
    skew_v = _h(V) @ _h(gvh)
    skew_u = (skew_u - _h(skew_u)) * gaps
    skew_v = (skew_v - _h(skew_v)) * gaps
    line = S.unsqueeze(-2)
    inner = skew_u * line + S.unsqueeze(-1) * skew_v + torch.diag_embed(gs)
    found = U @ inner @ Vh
    size = S.shape[-1]
    if U.shape[-2] > size:
        rest = gu / line
        found = found + (rest - U @ (_h(U) @ rest)) @ Vh
    if Vh.shape[-1] > size:
        rest = gvh / S.unsqueeze(-1)
        found = found + U @ (rest - (rest @ V) @ Vh)
    return found


class linalg_svd:
    def A(grads, A, full_matrices, result, result_1, result_2):
        size = result_1.shape[-1]
        u, vh = result[..., :size], result_2[..., :size, :]
        return _of_svd(grads[0][..., :size], grads[1], grads[2][..., :size, :], u, result_1, vh)


class svd:
    def self(grads, some, compute_uv, result, result_1, result_2):
        size = result_1.shape[-1]
        vh = _h(result_2[..., :size])
        return _of_svd(grads[0][..., :size], grads[1], _h(grads[2][..., :size]), result[..., :size], result_1, vh)


class linalg_svdvals:
    def A(grad, A):
        u, _, vh = torch.linalg.svd(A, full_matrices=False)
        return (u * grad.unsqueeze(-2)) @ vh


class linalg_pinv:
    def self(grad, self, result):
        return _of_pinv(grad, self, result)


class pinverse:
    def self(grad, self, result):
        return _of_pinv(grad, self, result)


def _of_pinv(grad, A, P):
    """P is the pseudoinverse of A, of constant rank."""
    turned = _h(P)
    given = _h(grad)
    direct = -turned @ grad @ turned
    outside = (given - A @ (P @ given)) @ (P @ turned)
    inside = (turned @ P) @ (given - (given @ P) @ A)
    return direct + outside + inside


class linalg_matrix_power:
    def _composed(self, n):
        if n == 0:
            return self * 0 + _identity(self)
        base = torch.linalg.inv(self) if n < 0 else self
        found = base
        for _ in range((n if n > 0 else -n) - 1):
            found = found @ base
        return found


class linalg_matrix_exp:
    def self(grad, self):
        # The upper right part of the exponential of two matrices in one is the slope along the gradient.
        zeros = torch.zeros_like(self)
        size = self.shape[-1]
        turned = _h(self)
        whole = torch.cat([torch.cat([turned, grad], -1), torch.cat([zeros, turned], -1)], -2)
        return torch.linalg.matrix_exp(whole)[..., :size, size:]


class linalg_lu_factor:
    def A(grad, result, result_1):
        return _of_lu(grad, result, result_1)


class linalg_lu_factor_ex(linalg_lu_factor):
    pass


def _of_lu(grad, LU, pivots):
    """Of A = P @ L @ U, in one matrix."""
    rows, columns = LU.shape[-2], LU.shape[-1]
    size = rows if rows < columns else columns
    L = LU[..., :size].tril(-1) + torch.eye(rows, size, dtype=LU.dtype)
    gl, gu = grad[..., :size].tril(-1), grad[..., :size, :].triu()
    return _permutation(pivots, rows).to(grad.dtype) @ _of_factors(gl, gu, L, LU[..., :size, :].triu())


def _of_factors(gl, gu, L, U):
    """Of L @ U, where one of them may be longer than square."""
    size = L.shape[-1]
    L1, L2, U1, U2 = L[..., :size, :], L[..., size:, :], U[..., :size], U[..., size:]
    gl1, gl2, gu1, gu2 = gl[..., :size, :], gl[..., size:, :], gu[..., :size], gu[..., size:]
    lower, upper = _h(L1) @ gl1, gu1 @ _h(U1)
    if U2.shape[-1] > 0:
        lower = lower - gu2 @ _h(U2)
    if L2.shape[-2] > 0:
        upper = upper - _h(L2) @ gl2
    found = torch.linalg.solve_triangular(_h(U1), lower.tril(-1) + upper.triu(), upper=False, left=False)
    if U2.shape[-1] > 0:
        found = torch.cat([found, gu2], -1)
    found = torch.linalg.solve_triangular(_h(L1), found, upper=True, unitriangular=True)
    if L2.shape[-2] > 0:
        found = torch.cat([found, torch.linalg.solve_triangular(_h(U1), gl2, upper=False, left=False)], -2)
    return found


def _permutation(pivots, size):
    flat = pivots.reshape(-1, pivots.shape[-1]).tolist()
    eyes = []
    for line in flat:
        order = list(range(size))
        for n, pivot in enumerate(line):
            order[n], order[pivot - 1] = order[pivot - 1], order[n]
        eyes.append(torch.eye(size)[:, torch.tensor(order)])
    return torch.stack(eyes).reshape(tuple(pivots.shape[:-1]) + (size, size))


class linalg_lu:
    def A(grads, result, result_1, result_2):
        P, L, U = result, result_1, result_2
        return P @ _of_factors(grads[1], grads[2], L, U)


class linalg_lstsq:
    def _composed(self, b):
        is_vector = b.dim() == 1 or (self.dim() - 1 == b.dim() and b.shape == self.shape[:-1])
        found = torch.linalg.pinv(self) @ (b.unsqueeze(-1) if is_vector else b)
        return found.squeeze(-1) if is_vector else found


class linalg_vander:
    def _composed(x, N):
        count = x.shape[-1] if N is None else N
        return torch.stack([x**n for n in range(count)], -1)


class vander:
    def _composed(x, N, increasing):
        count = x.shape[-1] if N is None else N
        powers = range(count) if increasing else range(count - 1, -1, -1)
        return torch.stack([x**n for n in powers], -1)
