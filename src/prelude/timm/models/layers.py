"""The first home of `timm.layers`."""
from ..layers.classifier import ClassifierHead
from ..layers.drop import DropBlock2d, DropPath, drop_path
from ..layers.helpers import make_divisible, to_1tuple, to_2tuple, to_3tuple, to_4tuple, to_ntuple
from ..layers.mlp import ConvMlp, GluMlp, Mlp, SwiGLU
from ..layers.norm import LayerNorm, LayerNorm2d
from ..layers.patch_embed import PatchEmbed
from ..layers.se import SEModule, SqueezeExcite
from ..layers.weight_init import lecun_normal_, trunc_normal_, trunc_normal_tf_, variance_scaling_
