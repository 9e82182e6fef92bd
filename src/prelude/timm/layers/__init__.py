from .classifier import ClassifierHead
from .drop import DropBlock2d, DropPath, drop_path
from .helpers import make_divisible, to_1tuple, to_2tuple, to_3tuple, to_4tuple, to_ntuple
from .mlp import ConvMlp, GluMlp, Mlp, SwiGLU
from .norm import LayerNorm, LayerNorm2d
from .patch_embed import PatchEmbed
from .se import SEModule, SqueezeExcite
from .weight_init import lecun_normal_, trunc_normal_, trunc_normal_tf_, variance_scaling_
