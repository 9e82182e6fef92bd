"""Losses."""
import math

import torch
from torch.nn import functional as F
from torch.nn.modules.loss import _reduction


def _reduced(loss, reduction):
    return loss.mean() if reduction == "mean" else loss.sum() if reduction == "sum" else loss


def _weighed(loss, weight, reduction):
    """A loss whose elements have weights: the mean is over these."""
    if weight is None:
        return _reduced(loss, reduction)
    loss = loss * weight
    if reduction == "mean":
        return loss.sum() / weight.expand(loss.shape).sum()
    return _reduced(loss, reduction)


class mse_loss:
    def _composed(input, target, size_average, reduce, reduction, weight):
        return _weighed((input - target) ** 2, weight, _reduction(size_average, reduce, reduction))


class l1_loss:
    def _composed(input, target, size_average, reduce, reduction, weight):
        return _weighed((input - target).abs(), weight, _reduction(size_average, reduce, reduction))


class smooth_l1_loss:
    def _composed(input, target, size_average, reduce, reduction, beta):
        reduction = _reduction(size_average, reduce, reduction)
        apart = input - target
        if beta == 0:
            return _reduced(apart.abs(), reduction)
        return _reduced(torch.where(apart.abs() < beta, 0.5 * apart * apart / beta, apart.abs() - 0.5 * beta), reduction)


class huber_loss:
    def _composed(input, target, reduction, delta, weight):
        apart = input - target
        size = apart.abs()
        return _weighed(torch.where(size <= delta, 0.5 * apart * apart, delta * (size - 0.5 * delta)), weight, reduction)


class kl_div:
    def _composed(input, target, size_average, reduce, reduction, log_target):
        reduction = _reduction(size_average, reduce, reduction)
        loss = target.exp() * (target - input) if log_target else torch.xlogy(target, target) - target * input
        return loss.sum() / input.shape[0] if reduction == "batchmean" else _reduced(loss, reduction)


class binary_cross_entropy:
    def _composed(input, target, weight, size_average, reduce, reduction):
        loss = -(target * _clamped_log(input) + (1 - target) * _clamped_log(1 - input))
        loss = loss if weight is None else loss * weight
        return _reduced(loss, _reduction(size_average, reduce, reduction))


class _ClampedLog(torch.autograd.Function):
    """The logarithm, not below -100, whose slope is not above 1e12."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.log().clamp(min=-100)

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad / x.clamp(min=1e-12)


_clamped_log = _ClampedLog.apply


class binary_cross_entropy_with_logits:
    def _composed(input, target, weight, size_average, reduce, reduction, pos_weight):
        if pos_weight is None:
            loss = (1 - target) * input - F.logsigmoid(input)
        else:
            loss = (1 - target) * input - ((pos_weight - 1) * target + 1) * F.logsigmoid(input)
        loss = loss if weight is None else loss * weight
        return _reduced(loss, _reduction(size_average, reduce, reduction))


def _likelihood(log, target, weight, ignore_index, reduction):
    """(N, C, ...) and (N, ...): of each place the negative one at its class."""
    if log.dim() == 1:
        log, target = log.unsqueeze(0), target.reshape(1)
        single = True
    else:
        single = False
    ignored = target == ignore_index
    safe = torch.where(ignored, torch.zeros_like(target), target)
    picked = -log.gather(1, safe.unsqueeze(1)).squeeze(1)
    weights = (~ignored).to(log.dtype) if weight is None else torch.where(ignored, torch.zeros((), dtype=log.dtype), weight[safe])
    loss = torch.where(ignored, torch.zeros_like(picked), picked * weights)
    if reduction == "none":
        return loss.reshape(()) if single else loss
    return loss.sum() / weights.sum() if reduction == "mean" else loss.sum()


class nll_loss:
    def _composed(input, target, weight, size_average, ignore_index, reduce, reduction):
        return _likelihood(input, target, weight, ignore_index, _reduction(size_average, reduce, reduction))


class cross_entropy:
    def _composed(input, target, weight, size_average, ignore_index, reduce, reduction, label_smoothing):
        reduction = _reduction(size_average, reduce, reduction)
        classes = 0 if input.dim() == 1 else 1
        count = input.shape[classes]
        log = torch.log_softmax(input, classes)
        shape = [-1 if n == classes else 1 for n in range(input.dim())]
        if target.is_floating_point():
            if label_smoothing > 0:
                target = target * (1 - label_smoothing) + label_smoothing / count
            loss = -(log * target if weight is None else log * target * weight.reshape(shape)).sum(classes)
            return loss.sum() / (loss.numel() if input.dim() > 1 else 1) if reduction == "mean" else _reduced(loss, reduction)
        loss = _likelihood(log, target, weight, ignore_index, reduction)
        if label_smoothing == 0:
            return loss
        each = -(log if weight is None else log * weight.reshape(shape)).sum(classes)
        ignored = target == ignore_index
        each = torch.where(ignored, torch.zeros_like(each), each)
        if reduction == "mean":
            if weight is None:
                smooth = each.sum() / (~ignored).sum()
            else:
                safe = torch.where(ignored, torch.zeros_like(target), target)
                smooth = each.sum() / torch.where(ignored, torch.zeros((), dtype=log.dtype), weight[safe]).sum()
        else:
            smooth = _reduced(each, reduction)
        return (1 - label_smoothing) * loss + label_smoothing / count * smooth


class soft_margin_loss:
    def _composed(input, target, size_average, reduce, reduction):
        return _reduced(F.softplus(-target * input), _reduction(size_average, reduce, reduction))


class margin_ranking_loss:
    def _composed(input1, input2, target, margin, size_average, reduce, reduction):
        return _reduced((-target * (input1 - input2) + margin).clamp_min(0), _reduction(size_average, reduce, reduction))


class hinge_embedding_loss:
    def _composed(input, target, margin, size_average, reduce, reduction):
        zeros = torch.zeros_like(input)
        far = torch.where(target != 1, (margin - input).clamp_min(0), zeros)
        near = torch.where(target != -1, input, zeros)
        return _reduced(far + near, _reduction(size_average, reduce, reduction))


class cosine_embedding_loss:
    def _composed(input1, input2, target, margin, size_average, reduce, reduction):
        last = 1 if target.dim() == 1 else 0
        product = (input1 * input2).sum(last)
        size = ((input1 * input1).sum(last) + 1e-12) * ((input2 * input2).sum(last) + 1e-12)
        cosine = product / size.sqrt()
        zeros = torch.zeros_like(cosine)
        loss = torch.where(target == 1, 1 - cosine, zeros) + torch.where(target == -1, (cosine - margin).clamp_min(0), zeros)
        return _reduced(loss, _reduction(size_average, reduce, reduction))


class poisson_nll_loss:
    def _composed(input, target, log_input, full, size_average, eps, reduce, reduction):
        loss = input.exp() - target * input if log_input else input - target * (input + eps).log()
        if full:
            known = target.clamp(min=1)
            stirling = target * known.log() - target + 0.5 * (2 * math.pi * known).log()
            loss = loss + torch.where(target > 1, stirling, torch.zeros_like(stirling))
        return _reduced(loss, _reduction(size_average, reduce, reduction))


class gaussian_nll_loss:
    def _composed(input, target, var, full, eps, reduction):
        if isinstance(var, torch.Tensor) and var.shape != input.shape and var.dim() == input.dim() - 1:
            var = var.unsqueeze(-1)
        # What keeps the variance from 0 passes its gradient on.
        var = var + (var.clamp(min=eps) - var).detach()
        loss = 0.5 * (var.log() + (input - target) ** 2 / var)
        if full:
            loss = loss + 0.5 * math.log(2 * math.pi)
        return _reduced(loss, reduction)


class multi_margin_loss:
    def _composed(input, target, p, margin, weight, size_average, reduce, reduction):
        single = input.dim() < 2
        rows = input.reshape(1, -1) if single else input
        target = target.reshape(-1)
        right = rows.gather(1, target.unsqueeze(1))
        loss = (margin - right + rows).clamp_min(0) ** p
        if weight is not None:
            loss = loss * weight[target].unsqueeze(1)
        others = torch.ones_like(rows).scatter(1, target.unsqueeze(1), 0)
        loss = (loss * others).sum(1) / rows.shape[1]
        loss = loss.reshape(()) if single else loss
        return _reduced(loss, _reduction(size_average, reduce, reduction))


class multilabel_margin_loss:
    def _composed(input, target, size_average, reduce, reduction):
        single = input.dim() < 2
        rows = input.reshape(1, -1) if single else input
        labels = target.reshape(rows.shape)
        # Those before the first negative one count.
        there = (labels < 0).to(torch.int64).cumsum(1) == 0
        safe = labels.clamp(min=0)
        targets = torch.zeros_like(rows).scatter_reduce(1, safe, there.to(rows.dtype), "amax")
        right = rows.gather(1, safe)
        pairs = (1 - right.unsqueeze(2) + rows.unsqueeze(1)).clamp_min(0)
        pairs = pairs * there.to(rows.dtype).unsqueeze(2) * (1 - targets).unsqueeze(1)
        loss = pairs.sum([1, 2]) / rows.shape[1]
        loss = loss.reshape(()) if single else loss
        return _reduced(loss, _reduction(size_average, reduce, reduction))


class multilabel_soft_margin_loss:
    def _composed(input, target, weight, size_average, reduce, reduction):
        loss = -(target * F.logsigmoid(input) + (1 - target) * F.logsigmoid(-input))
        loss = loss if weight is None else loss * weight
        loss = loss.sum(-1) / input.shape[-1]
        return _reduced(loss, _reduction(size_average, reduce, reduction))


class triplet_margin_loss:
    def _composed(anchor, positive, negative, margin, p, eps, swap, size_average, reduce, reduction):
        near = F.pairwise_distance(anchor, positive, p, eps)
        far = F.pairwise_distance(anchor, negative, p, eps)
        if swap:
            far = torch.minimum(far, F.pairwise_distance(positive, negative, p, eps))
        return _reduced((margin + near - far).clamp_min(0), _reduction(size_average, reduce, reduction))


class ctc_loss:
    def _composed(log_probs, targets, input_lengths, target_lengths, blank, reduction, zero_infinity):
        single = log_probs.dim() == 2
        log = log_probs.unsqueeze(1) if single else log_probs
        lengths = _numbers(input_lengths)
        wanted = _numbers(target_lengths)
        rows = targets.reshape(1, -1) if single else targets
        losses, before = [], 0
        for n in range(log.shape[1]):
            if rows.dim() == 1:
                labels = rows[before : before + wanted[n]]
                before += wanted[n]
            else:
                labels = rows[n, : wanted[n]]
            losses.append(_ctc(log[: lengths[n], n], labels.tolist(), blank))
        loss = torch.stack(losses)
        if zero_infinity:
            loss = torch.where(loss.isinf(), torch.zeros_like(loss), loss)
        if reduction == "mean":
            return (loss / torch.tensor(wanted, dtype=loss.dtype).clamp(min=1)).mean()
        if reduction == "sum":
            return loss.sum()
        return loss[0] if single else loss


def _numbers(lengths):
    if isinstance(lengths, torch.Tensor):
        return lengths.reshape(-1).tolist()
    return [lengths] if isinstance(lengths, int) else list(lengths)


def _ctc(log, labels, blank):
    """Of one sequence: minus the logarithm of the sum over all ways to spell the labels."""
    states = [blank]
    for label in labels:
        states += [label, blank]
    count = len(states)
    low = -1e30
    skips = [n >= 2 and states[n] != blank and states[n] != states[n - 2] for n in range(count)]
    may_skip = torch.tensor(skips)
    spelled = log.index_select(1, torch.tensor(states))
    none = torch.full((count,), low, dtype=log.dtype)
    alive = torch.tensor([n < 2 for n in range(count)])
    alpha = torch.where(alive, spelled[0], none)
    for step in range(1, log.shape[0]):
        one = torch.cat([none[:1], alpha[:-1]])
        two = torch.where(may_skip, torch.cat([none[:2], alpha])[:count], none)
        alpha = torch.logsumexp(torch.stack([alpha, one, two]), 0) + spelled[step]
    last = alpha[-2:] if count > 1 else alpha
    found = -torch.logsumexp(last, 0)
    return torch.where(found > 1e29, torch.full_like(found, math.inf), found)
