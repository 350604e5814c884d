"""The saved state: fields and their slots, and the packed record that platforms keep for us."""

from scormbuild.state.base85 import ALPHABET
from scormbuild.state.fields import KINDS, Field, Key, Kind, Slot, Value, layout_hash, slots_in
from scormbuild.state.record import SCORM12_LIMIT, State, UnreadableState, pack, packed_length, unpack

__all__ = [
    "ALPHABET",
    "KINDS",
    "SCORM12_LIMIT",
    "Field",
    "Key",
    "Kind",
    "Slot",
    "State",
    "UnreadableState",
    "Value",
    "layout_hash",
    "pack",
    "packed_length",
    "slots_in",
    "unpack",
]
