from ..layers.helpers import to_2tuple
from .registry import register_model


def create_model(model_name, *args, **kwargs):
    return _unknown(f"timm is not installed, so `{model_name}` can't be read", "module")
