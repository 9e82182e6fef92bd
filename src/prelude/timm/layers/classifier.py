from torch import nn


class ClassifierHead(nn.Module):
    """(B, C, H, W) -> (B, num_classes)"""

    def __init__(self, in_features, num_classes, pool_type="avg", drop_rate=0.0, use_conv=False, **kwargs):
        super().__init__()
        self.global_pool = nn.AdaptiveAvgPool2d(1)
        self.drop = nn.Dropout(drop_rate)
        self.fc = nn.Linear(in_features, num_classes) if num_classes > 0 else nn.Identity()

    def forward(self, x, pre_logits=False):
        x = self.drop(self.global_pool(x).flatten(1))
        return x if pre_logits else self.fc(x)
