"""Neural networks: https://pytorch.org/docs/stable/nn.html"""
from . import attention, functional, init, modules, parallel, parameter, utils
from .modules.module import Module
from .modules.linear import Identity, Linear, Bilinear, LazyLinear
from .modules.conv import (
    Conv1d, Conv2d, Conv3d, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d, LazyConv1d, LazyConv2d,
    LazyConv3d, LazyConvTranspose1d, LazyConvTranspose2d, LazyConvTranspose3d,
)  # fmt: skip
from .modules.activation import (
    ReLU, SiLU, Mish, SELU, Hardsigmoid, Hardswish, Sigmoid, Tanh, LogSigmoid, Softsign, Tanhshrink,
    Threshold, RReLU, Hardtanh, ReLU6, ELU, CELU, LeakyReLU, GLU, GELU, Hardshrink, Softshrink, Softplus,
    PReLU, Softmin, Softmax, LogSoftmax, Softmax2d, MultiheadAttention,
)  # fmt: skip
from .modules.loss import (
    L1Loss, MSELoss, SmoothL1Loss, HuberLoss, SoftMarginLoss, NLLLoss, NLLLoss2d, CrossEntropyLoss, BCELoss,
    BCEWithLogitsLoss, PoissonNLLLoss, GaussianNLLLoss, KLDivLoss, HingeEmbeddingLoss, MultiLabelMarginLoss,
    MultiLabelSoftMarginLoss, CosineEmbeddingLoss, MarginRankingLoss, MultiMarginLoss, TripletMarginLoss,
    TripletMarginWithDistanceLoss, CTCLoss, LinearCrossEntropyLoss,
)  # fmt: skip
from .modules.linear_cross_entropy_options import LinearCrossEntropyOptions
from .modules.container import Container, Sequential, ModuleList, ModuleDict, ParameterList, ParameterDict
from .modules.pooling import (
    MaxPool1d, MaxPool2d, MaxPool3d, MaxUnpool1d, MaxUnpool2d, MaxUnpool3d, AvgPool1d, AvgPool2d, AvgPool3d,
    FractionalMaxPool2d, FractionalMaxPool3d, LPPool1d, LPPool2d, LPPool3d, AdaptiveMaxPool1d,
    AdaptiveMaxPool2d, AdaptiveMaxPool3d, AdaptiveAvgPool1d, AdaptiveAvgPool2d, AdaptiveAvgPool3d,
)  # fmt: skip
from .modules.batchnorm import (
    BatchNorm1d, BatchNorm2d, BatchNorm3d, SyncBatchNorm, LazyBatchNorm1d, LazyBatchNorm2d, LazyBatchNorm3d,
)  # fmt: skip
from .modules.instancenorm import (
    InstanceNorm1d, InstanceNorm2d, InstanceNorm3d, LazyInstanceNorm1d, LazyInstanceNorm2d,
    LazyInstanceNorm3d,
)  # fmt: skip
from .modules.normalization import LocalResponseNorm, CrossMapLRN2d, LayerNorm, RMSNorm, GroupNorm
from .modules.dropout import Dropout, Dropout1d, Dropout2d, Dropout3d, AlphaDropout, FeatureAlphaDropout
from .modules.padding import (
    ConstantPad1d, ConstantPad2d, ConstantPad3d, ZeroPad1d, ZeroPad2d, ZeroPad3d, ReflectionPad1d,
    ReflectionPad2d, ReflectionPad3d, ReplicationPad1d, ReplicationPad2d, ReplicationPad3d, CircularPad1d,
    CircularPad2d, CircularPad3d,
)  # fmt: skip
from .modules.sparse import Embedding, EmbeddingBag
from .modules.rnn import RNNBase, RNN, GRU, LSTM, RNNCellBase, RNNCell, GRUCell, LSTMCell
from .modules.pixelshuffle import PixelShuffle, PixelUnshuffle
from .modules.upsampling import Upsample, UpsamplingNearest2d, UpsamplingBilinear2d
from .modules.distance import PairwiseDistance, CosineSimilarity
from .modules.fold import Fold, Unfold
from .modules.adaptive import AdaptiveLogSoftmaxWithLoss
from .modules.transformer import (
    Transformer, TransformerEncoder, TransformerDecoder, TransformerEncoderLayer, TransformerDecoderLayer,
)  # fmt: skip
from .modules.flatten import Flatten, Unflatten
from .modules.channelshuffle import ChannelShuffle
from .modules.lazy import LazyModuleMixin
from .parallel import DataParallel
from .parameter import Buffer, Parameter, UninitializedBuffer, UninitializedParameter


def factory_kwargs(kwargs):
    given = kwargs or {}
    return {name: given[name] for name in ("device", "dtype", "memory_format") if name in given}
