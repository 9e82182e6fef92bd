"""Names for annotations."""
from typing import Any, Dict, Final, List, Optional, Tuple, Union


class _BroadcastingList:
    def __getitem__(self, item):
        return List[item]


BroadcastingList1 = BroadcastingList2 = BroadcastingList3 = BroadcastingList4 = _BroadcastingList()
