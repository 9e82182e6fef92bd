#!/usr/bin/env python3
"""Write files of `torch.save` for the tests of what reads them: state dicts, checkpoints, every dtype, views, and what must be refused.

    python3 tools/record/weights.py test/oracle/weights

Runs in any Python that has torch. Written with PyTorch 2.15.
"""
import collections, os, struct, sys, warnings, wave, zlib

import numpy
import torch
from torch import nn

warnings.simplefilter("ignore")
torch.manual_seed(0)
folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 2)
        self.bn = nn.BatchNorm1d(2)

    def forward(self, x):
        return self.bn(self.fc(x))


class Evil:
    def __reduce__(self):
        return os.system, ("touch /tmp/shapescope-was-here",)


def save(value, name, **options):
    torch.save(value, f"{folder}/{name}", **options)


net = Net()
with torch.no_grad():
    net.fc.weight.copy_(torch.tensor([[1.0, 0.0, 0.5], [0.0, -2.0, 0.25]]))
    net.fc.bias.copy_(torch.tensor([0.5, -0.5]))
optimizer = torch.optim.AdamW(net.parameters(), lr=0.0)
net(torch.eye(3)).sum().backward()
optimizer.step()
state = net.state_dict()
save(state, "plain.pth")
save(state, "protocol4.pth", pickle_protocol=4)
save(
    {
        "model": state, "optimizer": optimizer.state_dict(), "epoch": 3, "rate": 1e-3, "name": "net", "sizes": torch.Size([2, 3]),
        "dtype": torch.float16, "device": torch.device("cpu"), "none": None, "large": 2**70, "set": {1, 2}, "tuple": (1, [2.5, True]),
        "bytes": b"\x00\xff",
    },
    "checkpoint.pth",
)  # fmt: skip
save({"model": state, "ema": {"model": collections.OrderedDict(state)}}, "two.pth")
save({f"module.{name}": value for name, value in state.items()}, "wrapped.pth")
save(state, "legacy.pth", _use_new_zipfile_serialization=False)
save(net, "whole.pth")
save({"fc.weight": net.fc.weight, "x": Evil()}, "evil.pth")

base = torch.arange(12.0)
save(
    {
        "float64": torch.tensor([0.5, -2e10], dtype=torch.float64),
        "float32": torch.tensor([1.5, float("inf")]),
        "float16": torch.tensor([1.5, -65504, 6e-8], dtype=torch.float16),
        "bfloat16": torch.tensor([1.5, -3e38], dtype=torch.bfloat16),
        "int64": torch.tensor([1, -(2**62)]),
        "int32": torch.tensor([-5], dtype=torch.int32),
        "int16": torch.tensor([-300], dtype=torch.int16),
        "int8": torch.tensor([-128], dtype=torch.int8),
        "uint8": torch.tensor([255], dtype=torch.uint8),
        "bool": torch.tensor([True, False]),
        "complex64": torch.tensor([1 + 2j]),
        "complex128": torch.tensor([3 - 4j], dtype=torch.complex128),
        "scalar": torch.tensor(7.0),
        "empty": torch.zeros(0, 3),
        "transposed": base.reshape(3, 4).t(),
        "shared": base[4:8],
        "stepped": base[1::3],
        "expanded": base[2].expand(2, 2),
        "parameter": nn.Parameter(torch.tensor([9.0])),
    },
    "dtypes.pth",
)
save(base.reshape(3, 4).t(), "tensor.pt")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    torch.jit.script(nn.Linear(1, 1)).save(f"{folder}/script.pt")

numpy.save(f"{folder}/rows.npy", numpy.arange(6, dtype=numpy.float32).reshape(2, 3))
numpy.save(f"{folder}/columns.npy", numpy.asfortranarray(numpy.arange(6, dtype=numpy.int64).reshape(2, 3)))
with wave.open(f"{folder}/sound.wav", "wb") as sound:
    sound.setnchannels(2)
    sound.setsampwidth(2)
    sound.setframerate(8000)
    sound.writeframes(struct.pack("<8h", 0, 16384, -32768, 0, 8192, 8192, 1, -1))


def png(name, rows, kind):
    """8 bits a channel, no filter."""
    chunk = lambda tag, data: struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data))
    height, width = rows.shape[:2]
    body = b"".join(b"\0" + row.tobytes() for row in rows)
    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    with open(f"{folder}/{name}", "wb") as out:
        out.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b""))


pixels = (numpy.arange(4 * 6 * 3).reshape(4, 6, 3) * 3 % 256).astype(numpy.uint8)
png("picture.png", pixels, 2)
# What torchvision's `resize(..., antialias=True)` gives of it, as 0 to 1.
small = nn.functional.interpolate(torch.tensor(pixels).permute(2, 0, 1)[None].float() / 255, (2, 3), mode="bilinear", antialias=True)
numpy.save(f"{folder}/picture-small.npy", small[0].numpy())
