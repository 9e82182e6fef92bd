"""https://pytorch.org/docs/stable/export.html"""


def Dim(name, *, min=None, max=None):
    return name


def export(mod, args, kwargs=None, **options):
    """Runs the module once on tensors of these shapes; the program that it makes is not followed."""
    mod(*args, **(kwargs or {}))
    return _unknown("exports are not made")


def save(ep, f, **kwargs):
    return None


def load(f, **kwargs):
    return _unknown("what a file holds is not read")


def __getattr__(name):
    return _unknown(f"`torch.export.{name}` is not followed")
