"""One process: https://pytorch.org/docs/stable/distributed.html"""
from . import algorithms, nn, optim, rpc


class ReduceOp:
    SUM = "sum"
    AVG = "avg"
    PRODUCT = "product"
    MIN = "min"
    MAX = "max"


class ProcessGroup:
    pass


class group:
    WORLD = None


class _Done:
    """A finished operation."""

    def wait(self):
        return True

    def is_completed(self):
        return True


def is_available():
    return True


def is_initialized():
    return False


def is_nccl_available():
    return _unknown("it depends on the machine", "bool")


def is_gloo_available():
    return True


def is_mpi_available():
    return _unknown("it depends on how PyTorch was built", "bool")


def is_torchelastic_launched():
    return False


def get_rank(group=None):
    return 0


def get_world_size(group=None):
    return 1


def get_backend(group=None):
    return "gloo"


def get_local_rank():
    return 0


def init_process_group(*args, **kwargs):
    return None


def destroy_process_group(group=None):
    return None


def new_group(ranks=None, *args, **kwargs):
    return None


def barrier(*args, **kwargs):
    return None


def all_reduce(tensor, op=None, group=None, async_op=False):
    return _Done() if async_op else None


def reduce(tensor, dst=None, op=None, group=None, async_op=False, group_dst=None):
    return _Done() if async_op else None


def broadcast(tensor, src=None, group=None, async_op=False, group_src=None):
    return _Done() if async_op else None


def broadcast_object_list(object_list, src=None, group=None, device=None, group_src=None, weights_only=False):
    return None


def all_gather(tensor_list, tensor, group=None, async_op=False):
    for target in tensor_list:
        target.copy_(tensor)
    return _Done() if async_op else None


def all_gather_into_tensor(output_tensor, input_tensor, group=None, async_op=False):
    return _Done() if async_op else None


def all_gather_object(object_list, obj, group=None, weights_only=False):
    object_list[0] = obj


def gather(tensor, gather_list=None, dst=None, group=None, async_op=False, group_dst=None):
    return _Done() if async_op else None


def scatter(tensor, scatter_list=None, src=None, group=None, async_op=False, group_src=None):
    return _Done() if async_op else None


def reduce_scatter(output, input_list, op=None, group=None, async_op=False):
    return _Done() if async_op else None


def all_to_all(output_tensor_list, input_tensor_list, group=None, async_op=False):
    return _Done() if async_op else None


def send(tensor, dst=None, group=None, tag=0, group_dst=None):
    return None


def recv(tensor, src=None, group=None, tag=0, group_src=None):
    return 0


def isend(tensor, dst=None, group=None, tag=0, group_dst=None):
    return _Done()


def irecv(tensor, src=None, group=None, tag=0, group_src=None):
    return _Done()


def __getattr__(name):
    return _unknown(f"`torch.distributed.{name}` is not followed")
