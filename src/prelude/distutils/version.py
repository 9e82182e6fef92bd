from packaging.version import Version


class LooseVersion(Version):
    @property
    def version(self):
        return list(self.release)

    @property
    def vstring(self):
        return str(self)



class StrictVersion(LooseVersion):
    pass
