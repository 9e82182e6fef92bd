"""https://pytorch.org/docs/stable/autograd.html#anomaly-detection: nothing is watched for here."""


class detect_anomaly:
    def __init__(self, check_nan=True):
        return None

    def __enter__(self):
        return None

    def __exit__(self, exc_type, exc_value, traceback):
        return None


class set_detect_anomaly(detect_anomaly):
    def __init__(self, mode, check_nan=True):
        return None
