#!/usr/bin/env python3
"""Record what torchvision's models compute: weights as `torch.save` writes them, an input and the output, for `tools/numbers.mjs`.

    python3 tools/record/torchvision_numbers.py FOLDER [NAME…]

Runs in any Python that has torch and torchvision. Weights are those of a model's constructor after `manual_seed(0)`. Statistics of batch normalisation are random:
with those of the constructor, zero and one, a kernel that forgets them would go unnoticed. Files are large, and are not kept in the project. PyTorch 2.15 and torchvision 0.29 were used.
"""
import argparse, inspect, json, os, struct, sys

import torch
from torch import nn

LARGE = "torch.empty(1, 3, 224, 224)"
SMALL = "torch.empty(1, 3, 64, 64)"
CLIP = "torch.empty(1, 3, 4, 32, 32)"
VIDEO = "torch.empty(1, 3, 16, 224, 224)"
PAIR = "torch.empty(1, 3, 128, 128), torch.empty(1, 3, 128, 128)"

#: Module below torchvision.models, and its models with the arguments of constructor and call, where they are not `()` and SMALL.
#: Sizes are as small as a model takes.
MODELS = {
    "alexnet": "alexnet",
    "convnext": "convnext_base convnext_large convnext_small convnext_tiny",
    "segmentation.deeplabv3": "deeplabv3_mobilenet_v3_large deeplabv3_resnet101 deeplabv3_resnet50",
    "densenet": "densenet121 densenet161 densenet169 densenet201",
    "efficientnet": "efficientnet_b0 efficientnet_b1 efficientnet_b2 efficientnet_b3 efficientnet_b4 efficientnet_b5 efficientnet_b6 efficientnet_b7 "
    "efficientnet_v2_l efficientnet_v2_m efficientnet_v2_s",
    "segmentation.fcn": "fcn_resnet101 fcn_resnet50",
    "googlenet": "googlenet",
    "inception": "inception_v3",
    "segmentation.lraspp": "lraspp_mobilenet_v3_large",
    "maxvit": "maxvit_t",
    "video.resnet": "mc3_18 r2plus1d_18 r3d_18",
    "mnasnet": "mnasnet0_5 mnasnet0_75 mnasnet1_0 mnasnet1_3",
    "mobilenetv2": "mobilenet_v2",
    "mobilenetv3": "mobilenet_v3_large mobilenet_v3_small",
    "video.mvit": "mvit_v1_b mvit_v2_s",
    "optical_flow.raft": "raft_large raft_small",
    "regnet": "regnet_x_16gf regnet_x_1_6gf regnet_x_32gf regnet_x_3_2gf regnet_x_400mf regnet_x_800mf regnet_x_8gf regnet_y_128gf regnet_y_16gf "
    "regnet_y_1_6gf regnet_y_32gf regnet_y_3_2gf regnet_y_400mf regnet_y_800mf regnet_y_8gf",
    "resnet": "resnet101 resnet152 resnet18 resnet34 resnet50 resnext101_32x8d resnext101_64x4d resnext50_32x4d wide_resnet101_2 wide_resnet50_2",
    "video.s3d": "s3d",
    "shufflenetv2": "shufflenet_v2_x0_5 shufflenet_v2_x1_0 shufflenet_v2_x1_5 shufflenet_v2_x2_0",
    "squeezenet": "squeezenet1_0 squeezenet1_1",
    "swin_transformer": "swin_b swin_s swin_t swin_v2_b swin_v2_s swin_v2_t",
    "vgg": "vgg11 vgg11_bn vgg13 vgg13_bn vgg16 vgg16_bn vgg19 vgg19_bn",
    "vision_transformer": "vit_b_16 vit_b_32 vit_h_14 vit_l_16 vit_l_32",
}
CONSTRUCTED = {
    "googlenet": "init_weights=False",
    "inception_v3": "init_weights=False",
    "vit_b_16": "image_size=32",
    "vit_l_16": "image_size=32",
    "vit_b_32": "image_size=64",
    "vit_l_32": "image_size=64",
    "vit_h_14": "image_size=28",
    **dict.fromkeys(
        ["deeplabv3_mobilenet_v3_large", "deeplabv3_resnet101", "deeplabv3_resnet50", "fcn_resnet101", "fcn_resnet50", "lraspp_mobilenet_v3_large"],
        "weights_backbone=None",
    ),
}
CALLED = {
    "inception_v3": "torch.empty(1, 3, 80, 80)",
    "maxvit_t": LARGE,
    "vit_b_16": "torch.empty(1, 3, 32, 32)",
    "vit_l_16": "torch.empty(1, 3, 32, 32)",
    "vit_h_14": "torch.empty(1, 3, 28, 28)",
    **dict.fromkeys(["mc3_18", "r2plus1d_18", "r3d_18"], CLIP),
    **dict.fromkeys(["mvit_v1_b", "mvit_v2_s", "s3d"], VIDEO),
    **dict.fromkeys(["raft_large", "raft_small"], PAIR),
}


def cases():
    for module, names in MODELS.items():
        for name in names.split():
            path = f"torchvision/models/{module.replace('.', '/')}.py"
            yield {"name": name, "file": path, "call": f"{name}({CONSTRUCTED.get(name, '')})({CALLED.get(name, SMALL)})"}


def save(path, tensors):
    """Tensors of float32 as safetensors, without its package."""
    header, offset = {}, 0
    for name, tensor in tensors.items():
        assert tensor.dtype == torch.float32, (name, tensor.dtype)
        size = tensor.numel() * 4
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, offset + size]}
        offset += size
    head = json.dumps(header).encode()
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(head)) + head)
        for tensor in tensors.values():
            out.write(tensor.detach().contiguous().numpy().tobytes())


def tensors_of(value):
    if isinstance(value, torch.Tensor):
        return [value]
    parts = value.values() if isinstance(value, dict) else value
    return [tensor for part in parts for tensor in tensors_of(part)]


def record(folder, case):
    torch.manual_seed(0)
    model = getattr(__import__(f"torchvision.models.{case['file'][19:-3].replace('/', '.')}", fromlist=["_"]), case["name"])
    names = {"torch": torch, case["name"]: model}
    built = eval(case["call"][: case["call"].index(")(") + 1], names)
    for module in built.modules():
        if isinstance(module, nn.modules.batchnorm._BatchNorm):
            module.running_mean.normal_(0, 0.1)
            module.running_var.uniform_(0.5, 1.5)
    built.eval()
    given = [torch.randn(empty.shape) for empty in eval(f"[{case['call'][case['call'].index(')(') + 2 : -1]}]", names)]
    with torch.no_grad():
        output = built(*given)
    base = os.path.join(folder, case["name"])
    torch.save(built.state_dict(), f"{base}.state.pth")
    save(f"{base}.input.safetensors", dict(zip(inspect.signature(built.forward).parameters, given)))
    save(f"{base}.output.safetensors", {f"output.{n}": tensor for n, tensor in enumerate(tensors_of(output))})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--ask", action="store_true", help="print the calls as JSON, then record those whose names come on standard input")
    options = parser.parse_args()
    torch.set_num_threads(1)
    os.makedirs(options.folder, exist_ok=True)
    known = {case["name"]: case for case in cases()}
    if not options.ask:
        for name in options.names or known:
            record(options.folder, known[name])
        return
    print(json.dumps(list(known.values())), flush=True)
    for line in sys.stdin:
        try:
            record(options.folder, known[line.strip()])
            print(json.dumps(None), flush=True)
        except Exception as error:
            print(json.dumps(str(error)), flush=True)


main()
