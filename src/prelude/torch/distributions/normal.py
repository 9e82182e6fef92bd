from .continuous import Normal
