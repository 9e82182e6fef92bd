"""One process: https://pytorch.org/docs/stable/distributed.html"""
from . import algorithms, nn, optim, rpc


_STARTED = "it depends on how the program is started"


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


#: The size and the rank of each process group that the program has begun, -1 where they are not given.
_begun = []


def is_available():
    return _assume(True, "it depends on how PyTorch was built")


def is_initialized():
    return True if _begun else _assume(False, "another file may have begun a process group")


def is_nccl_available():
    return _unknown("it depends on the machine", "bool")


def is_gloo_available():
    return _assume(True, "it depends on how PyTorch was built")


def is_mpi_available():
    return _unknown("it depends on how PyTorch was built", "bool")


def is_torchelastic_launched():
    return _assume(False, _STARTED)


def get_rank(group=None):
    """There is always a process 0, whichever others there are."""
    return 0 if group is None and (not _begun or _begun[-1][1] == -1) else _unknown(_STARTED, "int")


def get_world_size(group=None):
    if group is None and _begun and _begun[-1][0] != -1:
        return _begun[-1][0]
    return _assume(1, _STARTED)


def get_backend(group=None):
    return _unknown(_STARTED, "str")


def get_local_rank():
    return 0


def init_process_group(
    backend=None,
    init_method=None,
    timeout=None,
    world_size=-1,
    rank=-1,
    store=None,
    group_name="",
    pg_options=None,
    device_id=None,
    _ranks=None,
    enable_reconfigure=False,
):
    _begun.append((world_size, rank))


def destroy_process_group(group=None):
    if group is None and _begun:
        _begun.pop()


def new_group(ranks=None, *args, **kwargs):
    return _unknown("groups of processes are not followed")


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
    return _unknown(_STARTED, "int")


def isend(tensor, dst=None, group=None, tag=0, group_dst=None):
    return _Done()


def irecv(tensor, src=None, group=None, tag=0, group_src=None):
    return _Done()


def __getattr__(name):
    return _unknown(f"`torch.distributed.{name}` is not followed")
