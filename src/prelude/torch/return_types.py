"""Classes of results with names come from the operators: https://pytorch.org/docs/stable/torch.html"""
