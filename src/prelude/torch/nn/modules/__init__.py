"""All layers, by the names that `torch.nn` gives them."""
from .module import Module
from .linear import Identity, Linear, Bilinear, LazyLinear
from .conv import (
    Conv1d, Conv2d, Conv3d, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d, LazyConv1d, LazyConv2d,
    LazyConv3d, LazyConvTranspose1d, LazyConvTranspose2d, LazyConvTranspose3d,
)  # fmt: skip
from .activation import (
    ReLU, SiLU, Mish, SELU, Hardsigmoid, Hardswish, Sigmoid, Tanh, LogSigmoid, Softsign, Tanhshrink,
    Threshold, RReLU, Hardtanh, ReLU6, ELU, CELU, LeakyReLU, GLU, GELU, Hardshrink, Softshrink, Softplus,
    PReLU, Softmin, Softmax, LogSoftmax, Softmax2d, MultiheadAttention,
)  # fmt: skip
from .loss import (
    L1Loss, MSELoss, SmoothL1Loss, HuberLoss, SoftMarginLoss, NLLLoss, NLLLoss2d, CrossEntropyLoss, BCELoss,
    BCEWithLogitsLoss, PoissonNLLLoss, GaussianNLLLoss, KLDivLoss, HingeEmbeddingLoss, MultiLabelMarginLoss,
    MultiLabelSoftMarginLoss, CosineEmbeddingLoss, MarginRankingLoss, MultiMarginLoss, TripletMarginLoss,
    TripletMarginWithDistanceLoss, CTCLoss, LinearCrossEntropyLoss,
)  # fmt: skip
from .linear_cross_entropy_options import LinearCrossEntropyOptions
from .container import Container, Sequential, ModuleList, ModuleDict, ParameterList, ParameterDict
from .pooling import (
    MaxPool1d, MaxPool2d, MaxPool3d, MaxUnpool1d, MaxUnpool2d, MaxUnpool3d, AvgPool1d, AvgPool2d, AvgPool3d,
    FractionalMaxPool2d, FractionalMaxPool3d, LPPool1d, LPPool2d, LPPool3d, AdaptiveMaxPool1d,
    AdaptiveMaxPool2d, AdaptiveMaxPool3d, AdaptiveAvgPool1d, AdaptiveAvgPool2d, AdaptiveAvgPool3d,
)  # fmt: skip
from .batchnorm import (
    BatchNorm1d, BatchNorm2d, BatchNorm3d, SyncBatchNorm, LazyBatchNorm1d, LazyBatchNorm2d, LazyBatchNorm3d,
)  # fmt: skip
from .instancenorm import (
    InstanceNorm1d, InstanceNorm2d, InstanceNorm3d, LazyInstanceNorm1d, LazyInstanceNorm2d,
    LazyInstanceNorm3d,
)  # fmt: skip
from .normalization import LocalResponseNorm, CrossMapLRN2d, LayerNorm, RMSNorm, GroupNorm
from .dropout import Dropout, Dropout1d, Dropout2d, Dropout3d, AlphaDropout, FeatureAlphaDropout
from .padding import (
    ConstantPad1d, ConstantPad2d, ConstantPad3d, ZeroPad1d, ZeroPad2d, ZeroPad3d, ReflectionPad1d,
    ReflectionPad2d, ReflectionPad3d, ReplicationPad1d, ReplicationPad2d, ReplicationPad3d, CircularPad1d,
    CircularPad2d, CircularPad3d,
)  # fmt: skip
from .sparse import Embedding, EmbeddingBag
from .rnn import RNNBase, RNN, GRU, LSTM, RNNCellBase, RNNCell, GRUCell, LSTMCell
from .pixelshuffle import PixelShuffle, PixelUnshuffle
from .upsampling import Upsample, UpsamplingNearest2d, UpsamplingBilinear2d
from .distance import PairwiseDistance, CosineSimilarity
from .fold import Fold, Unfold
from .adaptive import AdaptiveLogSoftmaxWithLoss
from .transformer import (
    Transformer, TransformerEncoder, TransformerDecoder, TransformerEncoderLayer, TransformerDecoderLayer,
)  # fmt: skip
from .flatten import Flatten, Unflatten
from .channelshuffle import ChannelShuffle
from .lazy import LazyModuleMixin
