from ._basics import UntypedStorage
