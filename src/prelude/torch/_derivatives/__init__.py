"""How each operator is differentiated: a class of the operator's name (with its overload: `max_dim`), in the file of its family.

A method is named as the argument whose gradient it gives. Its parameters are all that it reads, so that they are also what is kept for the
pass backward: arguments by their names; `grad`, the gradient of the result, or `grads` of all of them; `result`, `result_1`, `results`;
`self_shape` and `self_dtype` of an argument that is not read itself; `again`, which calls the operator with another first tensor and the random
numbers that it had, and `noise(*shape)`, these numbers, between 0 and 1. A gradient may have the broadcast shape and another dtype: both are mended by whoever asks for it. `_together` gives the
gradients of several arguments as a dict; of them `needs` has the names that are asked for. `_composed` computes the operator of others
instead, which have rules. `_unfollowed` names
arguments of which only shape or dtype matter. `_constant = True`: the result says nothing of what it was made of.
"""
