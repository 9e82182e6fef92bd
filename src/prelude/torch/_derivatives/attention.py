"""Attention."""
import math

import torch


def _attention(query, key, value, attn_mask, dropout_p, is_causal, scale, grouped, noise):
    if grouped:
        times = query.shape[-3] // key.shape[-3]
        key, value = key.repeat_interleave(times, -3), value.repeat_interleave(times, -3)
    scale = 1 / math.sqrt(query.shape[-1]) if scale is None else scale
    scores = (query * scale) @ key.transpose(-2, -1)
    if is_causal:
        seen = torch.ones(query.shape[-2], key.shape[-2], dtype=torch.bool).tril()
        scores = torch.where(seen, scores, -math.inf)
    if attn_mask is not None:
        scores = torch.where(attn_mask, scores, -math.inf) if attn_mask.dtype == torch.bool else scores + attn_mask
    # A row of which nothing is seen is zeros.
    unseen = (scores == -math.inf).all(-1, True)
    weights = torch.softmax(torch.where(unseen, torch.zeros_like(scores), scores), -1)
    weights = torch.where(unseen, torch.zeros_like(weights), weights)
    if dropout_p > 0:
        kept = noise(weights.numel()).reshape(weights.shape) >= dropout_p
        weights = weights * kept.to(weights.dtype) / (1 - dropout_p)
    return weights @ value, weights


class scaled_dot_product_attention:
    def _composed(query, key, value, attn_mask, dropout_p, is_causal, scale, enable_gqa, noise):
        return _attention(query, key, value, attn_mask, dropout_p, is_causal, scale, enable_gqa, noise)[0]


class _scaled_dot_product_attention:
    def _composed(query, key, value, attn_mask, dropout_p, is_causal, noise):
        return _attention(query, key, value, attn_mask, dropout_p, is_causal, None, False, noise)
