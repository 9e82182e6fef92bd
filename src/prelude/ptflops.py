"""https://github.com/sovrasov/flops-counter.pytorch: runs the model once on a batch of one, in evaluation."""
import torch

_REASON = "what ptflops counts is not followed"


def get_model_complexity_info(model, input_res, *args, input_constructor=None, as_strings=True, **options):
    trained = model.training
    model.eval()
    if input_constructor is not None:
        model(**input_constructor(input_res))
    else:
        model(torch.empty(1, *input_res))
    model.train(trained)
    kind = "str" if as_strings else "float"
    return _unknown(_REASON, kind), _unknown(_REASON, kind)


def __getattr__(name):
    return _unknown(f"`ptflops.{name}` is not followed")
