"""Extensions in C++ can't be followed."""

CUDA_HOME = ROCM_HOME = _unknown("what is installed on the machine is not known")


def load(name, sources, *args, **kwargs):
    return _unknown(f"the extension `{name}` is written in C++")


def load_inline(name, cpp_sources, *args, **kwargs):
    return _unknown(f"the extension `{name}` is written in C++")


class BuildExtension:
    @classmethod
    def with_options(cls, **options):
        return cls


def CppExtension(name, sources, *args, **kwargs):
    return None


def CUDAExtension(name, sources, *args, **kwargs):
    return None
