from .discrete import Categorical
