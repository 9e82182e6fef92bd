"""https://github.com/sksq96/pytorch-summary: runs the model once on a batch of two."""
import torch


def summary(model, input_size, batch_size=-1, device="cuda"):
    sizes = [input_size] if isinstance(input_size, tuple) else input_size
    model(*[torch.rand(2, *size) for size in sizes])


def __getattr__(name):
    return _unknown(f"`torchsummary.{name}` is not followed")
