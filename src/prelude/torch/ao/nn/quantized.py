from torch.nn.quantized.modules import FloatFunctional, FXFloatFunctional, QFunctional
