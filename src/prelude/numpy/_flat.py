class flatiter:
    """https://numpy.org/doc/stable/reference/generated/numpy.flatiter.html; writes go to a copy, which is not followed."""

    def __init__(self, array):
        self._array, self._left = array, iter(array)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._left)

    def __len__(self):
        return len(self._array)

    def __getitem__(self, index):
        return self._array[index]
