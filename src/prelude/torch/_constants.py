"""Memory formats, layouts and schemes of quantization: names without further meaning here."""


class _Named:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


class memory_format(_Named):
    pass


class layout(_Named):
    pass


class qscheme(_Named):
    pass


contiguous_format = memory_format("torch.contiguous_format")
channels_last = memory_format("torch.channels_last")
channels_last_3d = memory_format("torch.channels_last_3d")
preserve_format = memory_format("torch.preserve_format")
strided = layout("torch.strided")
sparse_coo = layout("torch.sparse_coo")
sparse_csr = layout("torch.sparse_csr")
sparse_csc = layout("torch.sparse_csc")
sparse_bsr = layout("torch.sparse_bsr")
jagged = layout("torch.jagged")
per_tensor_affine = qscheme("torch.per_tensor_affine")
per_channel_affine = qscheme("torch.per_channel_affine")
per_tensor_symmetric = qscheme("torch.per_tensor_symmetric")
per_channel_symmetric = qscheme("torch.per_channel_symmetric")
