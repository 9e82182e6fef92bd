import torch


class SummaryWriter:
    """Writes nothing."""

    def __init__(self, *args, **kwargs):
        self.log_dir = kwargs.get("log_dir", "runs")

    def add_graph(self, model, input_to_model=None, verbose=False, use_strict_trace=True):
        torch.jit.trace(model, input_to_model)

    def __getattr__(self, name):
        if name.startswith("add_") or name in ("flush", "close"):
            return lambda *args, **kwargs: None
        raise AttributeError(f"'SummaryWriter' object has no attribute '{name}'")

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        return None
