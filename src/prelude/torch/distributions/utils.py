from .discrete import logits_to_probs, probs_to_logits
from .distribution import broadcast_all
