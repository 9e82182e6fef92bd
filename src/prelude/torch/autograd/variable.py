def Variable(data, requires_grad=False, volatile=False):
    """A tensor: the two became one."""
    return data.requires_grad_(requires_grad)


Variable._execution_engine = _unknown("the engine of the backward pass is not followed")
