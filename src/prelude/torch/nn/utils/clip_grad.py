"""Gradients made smaller: a run on numbers has them."""
import torch


def _gradients(parameters):
    parameters = [parameters] if isinstance(parameters, torch.Tensor) else list(parameters)
    return [parameter.grad for parameter in parameters if parameter.grad is not None]


def get_total_norm(tensors, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    if not _on_numbers():
        return torch.tensor(0.0)
    norms = [torch.linalg.vector_norm(one, norm_type) for one in tensors]
    if len(norms) == 0:
        return torch.tensor(0.0)
    total = torch.linalg.vector_norm(torch.stack(norms), norm_type)
    if error_if_nonfinite and not torch.isfinite(total):
        raise RuntimeError(
            f"The total norm of order {norm_type} for gradients from `parameters` is non-finite, so it cannot be clipped. "
            "To disable this error and scale the gradients by the non-finite norm anyway, set `error_if_nonfinite=False`"
        )
    return total


def clip_grads_with_norm_(parameters, max_norm, total_norm, foreach=None):
    if _on_numbers():
        with torch.no_grad():
            factor = (max_norm / (total_norm + 1e-6)).clamp(max=1.0)
            for one in _gradients(parameters):
                one.mul_(factor)


def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    if not _on_numbers():
        return torch.tensor(0.0)
    parameters = [parameters] if isinstance(parameters, torch.Tensor) else list(parameters)
    with torch.no_grad():
        total = get_total_norm(_gradients(parameters), float(norm_type), error_if_nonfinite)
        clip_grads_with_norm_(parameters, float(max_norm), total)
    return total


clip_grad_norm = clip_grad_norm_


def clip_grad_value_(parameters, clip_value, foreach=None):
    if _on_numbers():
        with torch.no_grad():
            for one in _gradients(parameters):
                one.clamp_(-clip_value, clip_value)
