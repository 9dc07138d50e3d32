"""Gives a TFLite model the metadata that MediaPipe's Tasks API asks of it, with the standard library alone.

A TFLite model is a FlatBuffer: tables that refer to one another by forward offsets. So the model's bytes are
kept as they are, and a new root table with longer ``buffers`` and ``metadata`` vectors is written in front of
them. That needs neither the ``flatbuffers`` package nor MediaPipe's native library, which `make run` does not
install.

Sources: FlatBuffers internals (https://flatbuffers.dev/internals/); the field numbers are those of ``Model``,
``Buffer`` and ``Metadata`` in TensorFlow Lite's ``schema.fbs`` and of ``ModelMetadata`` in
``metadata_schema.fbs``.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sinew.errors import SinewError

_MODEL_IDENTIFIER = b"TFL3"
_METADATA_IDENTIFIER = b"M001"
_METADATA_NAME = "TFLITE_METADATA"
_ALIGNMENT = 16

# Fields of TFLite's Model, and of its Buffer and Metadata tables.
_VERSION, _OPERATOR_CODES, _SUBGRAPHS, _DESCRIPTION, _BUFFERS, _METADATA_BUFFER, _METADATA, _SIGNATURES = (
    range(8)
)
_KEPT_FIELDS = (_OPERATOR_CODES, _SUBGRAPHS, _DESCRIPTION, _METADATA_BUFFER, _SIGNATURES)
_BUFFER_DATA = 0
_METADATA_FIELD_NAME, _METADATA_FIELD_BUFFER = 0, 1


class ModelUnreadable(SinewError):
    """The file given as a TFLite model is not one, or is built in a way this module does not know."""


@dataclass(frozen=True, slots=True)
class Normalization:
    """How an input picture's 0-255 values become the model's: ``(value - mean) / std``."""

    mean: float
    std: float


@dataclass(frozen=True, slots=True)
class _Scalar:
    """A number stored in the table itself; ``code`` is its `struct` format."""

    code: str
    value: int


@dataclass(frozen=True, slots=True)
class _Kept:
    """Something of the old file, by its position there."""

    position: int


@dataclass(frozen=True, slots=True)
class _Table:
    fields: Mapping[int, "_Value"]


@dataclass(frozen=True, slots=True)
class _Floats:
    values: tuple[float, ...]


_Reference: TypeAlias = "_Kept | _Table | _Floats | str | bytes | Sequence[_Reference]"
_Value: TypeAlias = "_Scalar | _Reference"


class _Writer:
    """Writes a FlatBuffer front to back: each table before what it refers to."""

    def __init__(self, identifier: bytes) -> None:
        self._data = bytearray(8)
        self._data[4:8] = identifier
        self._kept: list[tuple[int, int]] = []

    def finish(self, root: _Table, kept: bytes = b"") -> bytes:
        """The finished buffer: ``root`` and what it refers to, then the old file's bytes."""
        self._refer(0, root)
        self._align(_ALIGNMENT)
        for slot, position in self._kept:
            self._point(slot, len(self._data) + position)
        return bytes(self._data) + kept

    def _align(self, size: int, ahead: int = 0) -> None:
        self._data.extend(bytes(-(len(self._data) + ahead) % size))

    def _point(self, slot: int, target: int) -> None:
        struct.pack_into("<I", self._data, slot, target - slot)

    def _refer(self, slot: int, value: _Reference) -> None:
        if isinstance(value, _Kept):
            self._kept.append((slot, value.position))
        else:
            self._point(slot, self._put(value))

    def _put(self, value: "_Table | _Floats | str | bytes | Sequence[_Reference]") -> int:
        match value:
            case _Table():
                return self._put_table(value)
            case _Floats(values):
                return self._put_vector(struct.pack(f"<{len(values)}f", *values), len(values), 4)
            case str():
                return self._put_vector(value.encode() + b"\0", len(value.encode()), 4)
            case bytes():
                return self._put_vector(value, len(value), _ALIGNMENT)
            case _:
                return self._put_references(value)

    def _put_vector(self, packed: bytes, count: int, alignment: int) -> int:
        self._align(alignment, ahead=4)
        start = len(self._data)
        self._data += struct.pack("<I", count) + packed
        return start

    def _put_references(self, values: Sequence[_Reference]) -> int:
        start = self._put_vector(bytes(4 * len(values)), len(values), 4)
        for index, value in enumerate(values):
            self._refer(start + 4 + 4 * index, value)
        return start

    def _put_table(self, table: _Table) -> int:
        """A vtable, the table, then everything it refers to; four bytes a slot are enough here."""
        count = max(table.fields) + 1
        slots = {field: 4 + 4 * index for index, field in enumerate(sorted(table.fields))}
        self._align(4, ahead=4 + 2 * count)
        vtable = len(self._data)
        sizes = (4 + 2 * count, 4 + 4 * len(slots))
        self._data += struct.pack(f"<{2 + count}H", *sizes, *(slots.get(field, 0) for field in range(count)))
        start = len(self._data)
        self._data += struct.pack("<i", start - vtable) + bytes(4 * len(slots))
        for field, slot in slots.items():
            value = table.fields[field]
            if isinstance(value, _Scalar):
                struct.pack_into("<" + value.code, self._data, start + slot, value.value)
            else:
                self._refer(start + slot, value)
        return start


class _Reader:
    """The root table of an existing FlatBuffer."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._root = self._u32(0)
        self._vtable = self._root - self._i32(self._root)

    def scalar(self, field: int) -> int:
        slot = self._slot(field)
        return 0 if slot is None else self._u32(slot)

    def kept(self, field: int) -> _Kept | None:
        slot = self._slot(field)
        return None if slot is None else _Kept(slot + self._u32(slot))

    def items(self, field: int) -> list[_Reference]:
        """What a vector of tables holds, item by item."""
        vector = self.kept(field)
        if vector is None:
            return []
        first = vector.position + 4
        slots = (first + 4 * index for index in range(self._u32(vector.position)))
        return [_Kept(slot + self._u32(slot)) for slot in slots]

    def _slot(self, field: int) -> int | None:
        entry = 4 + 2 * field
        if entry >= self._u16(self._vtable):
            return None
        offset = self._u16(self._vtable + entry)
        return self._root + offset if offset else None

    def _u16(self, position: int) -> int:
        return int.from_bytes(self._data[position : position + 2], "little")

    def _u32(self, position: int) -> int:
        return int.from_bytes(self._data[position : position + 4], "little")

    def _i32(self, position: int) -> int:
        return int.from_bytes(self._data[position : position + 4], "little", signed=True)


def with_input_normalization(model: bytes, name: str, normalization: Normalization) -> bytes:
    """The same model, with metadata that says how its one input picture is normalized.

    Raises:
        ModelUnreadable: the bytes are no TFLite model, or the model has metadata already.
    """
    if model[4:8] != _MODEL_IDENTIFIER:
        raise ModelUnreadable(f"{name} is not a TFLite model: it does not carry the mark TFL3.")
    if _METADATA_NAME.encode() in model:
        raise ModelUnreadable(f"{name} has {_METADATA_NAME} already.")
    old = _Reader(model)
    buffers = old.items(_BUFFERS)
    entry = _Table({_METADATA_FIELD_NAME: _METADATA_NAME, _METADATA_FIELD_BUFFER: _Scalar("I", len(buffers))})
    metadata = _Table({_BUFFER_DATA: _model_metadata(name, normalization)})
    kept = {field: old.kept(field) for field in _KEPT_FIELDS}
    root: dict[int, _Value] = {field: value for field, value in kept.items() if value}
    root |= {
        _VERSION: _Scalar("I", old.scalar(_VERSION)),
        _BUFFERS: [*buffers, metadata],
        _METADATA: [*old.items(_METADATA), entry],
    }
    return _Writer(_MODEL_IDENTIFIER).finish(_Table(root), kept=model)


def _model_metadata(name: str, normalization: Normalization) -> bytes:
    """A ``ModelMetadata`` with one subgraph, one RGB picture as input and its normalization."""
    options = _Table({0: _Floats((normalization.mean,)), 1: _Floats((normalization.std,))})
    process_unit = _Table({0: _Scalar("B", 1), 1: options})
    content = _Table({0: _Scalar("B", 2), 1: _Table({0: _Scalar("B", 1)})})
    tensor = _Table({0: "image", 3: content, 4: [process_unit]})
    return _Writer(_METADATA_IDENTIFIER).finish(_Table({0: name, 3: [_Table({2: [tensor]})]}))
