"""A progress bar that shows nothing."""


class tqdm:
    def __init__(self, iterable=None, *args, **kwargs):
        self.iterable = iterable
        self.n = _unknown("how far a bar is is not followed", "int")

    def __iter__(self):
        return iter(self.iterable)

    def __len__(self):
        return len(self.iterable)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        return None

    def update(self, n=1):
        return None

    def set_description(self, *args, **kwargs):
        return None

    set_description_str = set_postfix = set_postfix_str = close = refresh = clear = reset = set_description

    @staticmethod
    def write(s, *args, **kwargs):
        return None


def trange(*args, **kwargs):
    return tqdm(range(*args))


def __getattr__(name):
    return _unknown(f"`tqdm.{name}` is not followed")
