class Future:
    """A result that is there at once."""

    def __init__(self, *, devices=None):
        self._result = None

    def set_result(self, result):
        self._result = result

    def wait(self):
        return self._result

    def value(self):
        return self._result

    def done(self):
        return True

    def then(self, callback):
        following = Future()
        following.set_result(callback(self))
        return following


def wait_all(futures):
    return [future.wait() for future in futures]
