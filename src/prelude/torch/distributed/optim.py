from torch.optim import Optimizer as ZeroRedundancyOptimizer
