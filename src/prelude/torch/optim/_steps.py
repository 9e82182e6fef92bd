"""What an optimizer's step does to one parameter, on numbers: https://pytorch.org/docs/stable/optim.html

Each function writes the parameter and its state; `grad` may be written too.
"""
import math

import torch


def _decayed(param, grad, group):
    weight_decay = group["weight_decay"]
    return grad.add(param, alpha=weight_decay) if weight_decay != 0 else grad


def _counted(state):
    state["step"] = state.get("step", 0) + 1
    return state["step"]


def _mean(state, name, like, value=0.0):
    if name not in state:
        state[name] = torch.full_like(like, value)
    return state[name]


def sgd(param, grad, state, group):
    grad = _decayed(param, grad, group)
    momentum = group["momentum"]
    if momentum != 0:
        if state.get("momentum_buffer") is None:
            state["momentum_buffer"] = grad.clone()
        else:
            state["momentum_buffer"].mul_(momentum).add_(grad, alpha=1 - group["dampening"])
        buffer = state["momentum_buffer"]
        grad = grad.add(buffer, alpha=momentum) if group["nesterov"] else buffer
    param.sub_(grad * group["lr"])


def _moments(param, grad, state, group):
    beta1, beta2 = group["betas"]
    first, second = _mean(state, "exp_avg", param), _mean(state, "exp_avg_sq", param)
    first.lerp_(grad, 1 - beta1)
    second.mul_(beta2).addcmul_(grad, grad, value=1 - beta2)
    return first, second, beta1, beta2


def adam(param, grad, state, group):
    grad = _decayed(param, grad, group)
    _adam(param, grad, state, group)


def adamw(param, grad, state, group):
    param.mul_(1 - group["lr"] * group["weight_decay"])
    _adam(param, grad, state, group)


def _adam(param, grad, state, group):
    step = _counted(state)
    first, second, beta1, beta2 = _moments(param, grad, state, group)
    size = group["lr"] / (1 - beta1**step)
    if group.get("amsgrad"):
        largest = _mean(state, "max_exp_avg_sq", param)
        torch.maximum(largest, second, out=largest)
        second = largest
    denominator = (second.sqrt() / math.sqrt(1 - beta2**step)).add_(group["eps"])
    param.sub_(first / denominator * size)


def adamax(param, grad, state, group):
    grad = _decayed(param, grad, group)
    step = _counted(state)
    beta1, beta2 = group["betas"]
    first, largest = _mean(state, "exp_avg", param), _mean(state, "exp_inf", param)
    first.lerp_(grad, 1 - beta1)
    largest.copy_(torch.maximum(largest * beta2, grad.abs() + group["eps"]))
    param.sub_(first / largest * (group["lr"] / (1 - beta1**step)))


def nadam(param, grad, state, group):
    grad = _decayed(param, grad, group)
    step = _counted(state)
    first, second, beta1, beta2 = _moments(param, grad, state, group)
    decay = group["momentum_decay"]
    now = beta1 * (1 - 0.5 * 0.96 ** (step * decay))
    later = beta1 * (1 - 0.5 * 0.96 ** ((step + 1) * decay))
    product = state.get("mu_product", 1.0) * now
    state["mu_product"] = product
    denominator = (second / (1 - beta2**step)).sqrt() + group["eps"]
    param.sub_(grad / denominator * (group["lr"] * (1 - now) / (1 - product)))
    param.sub_(first / denominator * (group["lr"] * later / (1 - product * later)))


def radam(param, grad, state, group):
    grad = _decayed(param, grad, group)
    step = _counted(state)
    first, second, beta1, beta2 = _moments(param, grad, state, group)
    corrected = first / (1 - beta1**step)
    most = 2 / (1 - beta2) - 1
    length = most - 2 * step * beta2**step / (1 - beta2**step)
    if length > 5:
        rectified = math.sqrt((length - 4) * (length - 2) * most / ((most - 4) * (most - 2) * length))
        scale = math.sqrt(1 - beta2**step) / (second.sqrt() + group["eps"])
        param.sub_(corrected * scale * (group["lr"] * rectified))
    else:
        param.sub_(corrected * group["lr"])


def rmsprop(param, grad, state, group):
    grad = _decayed(param, grad, group)
    _counted(state)
    alpha = group["alpha"]
    square = _mean(state, "square_avg", param)
    square.mul_(alpha).addcmul_(grad, grad, value=1 - alpha)
    average = square.sqrt()
    if group["centered"]:
        mean = _mean(state, "grad_avg", param)
        mean.lerp_(grad, 1 - alpha)
        average = (square - mean * mean).sqrt()
    average = average + group["eps"]
    if group["momentum"] > 0:
        buffer = _mean(state, "momentum_buffer", param)
        buffer.mul_(group["momentum"]).add_(grad / average)
        param.sub_(buffer * group["lr"])
    else:
        param.sub_(grad / average * group["lr"])


def adagrad(param, grad, state, group):
    step = _counted(state)
    grad = _decayed(param, grad, group)
    total = _mean(state, "sum", param, group.get("initial_accumulator_value", 0))
    total.addcmul_(grad, grad, value=1)
    rate = group["lr"] / (1 + (step - 1) * group["lr_decay"])
    param.sub_(grad / (total.sqrt() + group["eps"]) * rate)


def adadelta(param, grad, state, group):
    grad = _decayed(param, grad, group)
    _counted(state)
    rho, eps = group["rho"], group["eps"]
    square, moved = _mean(state, "square_avg", param), _mean(state, "acc_delta", param)
    square.mul_(rho).addcmul_(grad, grad, value=1 - rho)
    delta = (moved + eps).sqrt() / (square + eps).sqrt() * grad
    moved.mul_(rho).addcmul_(delta, delta, value=1 - rho)
    param.sub_(delta * group["lr"])


def asgd(param, grad, state, group):
    grad = _decayed(param, grad, group)
    step = _counted(state)
    eta, mu = state.get("eta", group["lr"]), state.get("mu", 1.0)
    average = _mean(state, "ax", param)
    param.mul_(1 - group["lambd"] * eta)
    param.sub_(grad * eta)
    if mu == 1:
        average.copy_(param)
    else:
        average.add_((param - average) * mu)
    state["eta"] = group["lr"] / (1 + group["lambd"] * group["lr"] * step) ** group["alpha"]
    state["mu"] = 1 / max(1, step - group["t0"])


def rprop(param, grad, state, group):
    _counted(state)
    lower, upper = group["etas"]
    least, most = group["step_sizes"]
    before, size = _mean(state, "prev", param), _mean(state, "step_size", param, group["lr"])
    sign = (grad * before).sign()
    factor = torch.where(sign > 0, upper, torch.where(sign < 0, lower, 1.0))
    size.mul_(factor).clamp_(least, most)
    grad = torch.where(sign < 0, torch.zeros_like(grad), grad)
    param.sub_(grad.sign() * size)
    before.copy_(grad)


def adafactor(param, grad, state, group):
    step = _counted(state)
    eps1, eps2 = group["eps"]
    eps1 = torch.finfo(param.dtype).eps if eps1 is None else eps1
    rest = 1 - step ** group["beta2_decay"]
    count = param.numel()
    size = max(eps2, float(param.norm(2)) / math.sqrt(count)) * min(group["lr"], 1 / math.sqrt(step))
    if group["weight_decay"] != 0:
        param.mul_(1 - group["lr"] * group["weight_decay"])
    if grad.dim() > 1:
        rows, columns = _mean(state, "row_var", grad.mean(-1, True)), _mean(state, "col_var", grad.mean(-2, True))
        rows.lerp_((grad * grad).mean(-1, True), 1 - rest)
        columns.lerp_((grad * grad).mean(-2, True), 1 - rest)
        variance = rows @ columns / rows.mean(-2, True).clamp(min=eps1)
    else:
        variance = _mean(state, "variance", grad)
        variance.lerp_(grad * grad, 1 - rest)
    update = grad / variance.clamp(min=eps1 * eps1).sqrt()
    param.sub_(update * (size / max(1.0, float(update.norm(2)) / (math.sqrt(count) * group["d"]))))
