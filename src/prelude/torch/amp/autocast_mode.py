from . import autocast, custom_bwd, custom_fwd

autocast_decorator = autocast
