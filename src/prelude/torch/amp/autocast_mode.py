from . import autocast, custom_bwd, custom_fwd


def autocast_decorator(autocast_instance, func):
    return autocast_instance(func)
