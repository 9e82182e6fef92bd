"""What is tried with a program on numbers: whether it learns one batch by heart, and its gradients beside differences."""
import torch


def _tensors(value):
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, (list, tuple)):
        return [tensor for item in value for tensor in _tensors(item)]
    if isinstance(value, dict):
        return [tensor for item in value.values() for tensor in _tensors(item)]
    return _tensors(list(vars(value).values())) if hasattr(value, "__dict__") else []


def _loss(value, targets):
    """The one number among a value's tensors that has a gradient; else how far they are from random targets, which stay the same."""
    tensors = [tensor for tensor in _tensors(value) if tensor.requires_grad]
    numbers = [tensor for tensor in tensors if tensor.dim() == 0]
    if len(numbers) == 1:
        return numbers[0]
    if len(tensors) == 0:
        raise RuntimeError("element 0 of tensors does not require grad and does not have a grad_fn")
    if len(targets) == 0:
        targets.extend(torch.randn(tensor.shape) for tensor in tensors)
    return sum(((tensor - target) ** 2).mean() for tensor, target in zip(tensors, targets))


def overfit(again, optimizer, steps):
    """Losses of so many steps on one batch, and whether the loss is a stand-in."""
    targets, losses = [], []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = _loss(again(), targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses, len(targets) > 0


def _sum(again):
    torch.manual_seed(0)
    tensors = [tensor for tensor in _tensors(again()) if tensor.requires_grad]
    return sum(tensor.sum() for tensor in tensors)


def check(again, parameters):
    """
    Of each parameter: its name, how much the value grows along its gradient by the derivatives and by central differences, and how far these may lie apart by
    rounding to single precision. A gradient that is zero is tried along all its elements.
    """
    for _, parameter in parameters:
        parameter.grad = None
    total = _sum(again)
    total.backward()
    size = max(abs(total.item()), 1e-3)
    gradients = [(name, parameter, parameter.grad) for name, parameter in parameters if parameter.grad is not None]
    rows = []
    for name, parameter, gradient in gradients:
        norm = gradient.norm().item()
        direction = torch.ones_like(gradient) / max(gradient.numel(), 1) ** 0.5 if norm == 0 else gradient / norm
        scale = max(parameter.detach().norm().item(), 1.0)
        step = min(max(2e-3 * size / max(norm, 1e-12), 1e-4 * scale), 1e-2 * scale)
        there = []
        for sign in (1, -1):
            with torch.no_grad():
                parameter.add_(direction, alpha=sign * step)
            there.append(_sum(again).item())
            with torch.no_grad():
                parameter.sub_(direction, alpha=sign * step)
        rows.append((name, norm, (there[0] - there[1]) / (2 * step), 0.02 * norm + 4e-6 * size / step))
    return rows
