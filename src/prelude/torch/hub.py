"""Nothing is downloaded: https://pytorch.org/docs/stable/hub.html"""


def load_state_dict_from_url(url, *args, **kwargs):
    return _unknown("downloaded weights are not read")


def load(repo_or_dir, model, *args, **kwargs):
    return _unknown(f"`{model}` would have to be downloaded from {repo_or_dir}", "module")


def download_url_to_file(url, dst, hash_prefix=None, progress=True):
    return None


def get_dir():
    return _unknown("it depends on the machine", "str")


def _get_torch_home():
    return _unknown("it depends on the machine", "str")


def set_dir(d):
    return None


def list(github, *args, **kwargs):
    return _unknown("it would have to be downloaded")


def help(github, model, *args, **kwargs):
    return _unknown("it would have to be downloaded")
