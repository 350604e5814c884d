"""The texts of a state, packed by a model that has read a primer, through a range coder.

What the model expects costs little, and what it doesn't expect costs more: prose in Norwegian takes some two and
a half bits a character. The model begins with the primer, general Norwegian and words of the course, as if it had
packed that before: the same primer is needed for unpacking.

`player/state/text-codec.ts` is the same codec in the browser; tests/vectors/text-codec.json binds the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from functools import lru_cache

from scormbuild.state.text_model import Model
from scormbuild.state.text_symbols import END, PATHS, length_of_path, symbols_of, texts_of

_WORD = 0xFFFFFFFF


STUDIED = 5000
"""So many of the primer's last symbols are read as texts are; what stands before them is learnt in passing."""


class TextCodec:
    """Packs texts after reading `primer`."""

    def __init__(self, primer: str) -> None:
        self._primer = primer

    def pack(self, texts: Sequence[str]) -> bytes:
        """The texts in as few bytes as can be had."""
        encoder = _Encoder(self._primed())
        for text in texts:
            for symbol in symbols_of(text):
                encoder.put(symbol)
        return encoder.finish()

    def unpack(self, data: bytes, count: int) -> list[str]:
        """So many texts; `ValueError` where the bytes don't hold them."""
        decoder = _Decoder(self._primed(), data)
        symbols: list[int] = []
        left = count
        while left > 0:
            symbols.append(decoder.get())
            if decoder.is_beyond:
                raise ValueError("its texts have no end")
            left -= symbols[-1] == END
        texts = texts_of(symbols)
        if len(texts) != count:
            raise ValueError("its texts are cut")
        return texts

    def _primed(self) -> Model:
        return deepcopy(_read(self._primer))


@lru_cache(maxsize=2)
def _read(primer: str) -> Model:
    """A model that has read the primer. It takes a second, and whoever opens one state mostly opens more."""
    model = Model()
    symbols = symbols_of(primer)
    for symbol in symbols[:-STUDIED]:
        model.learn(symbol)
    for symbol in symbols[-STUDIED:]:
        path = PATHS[symbol]
        for left in range(length_of_path(path), 0, -1):
            model.predict()
            model.update(path >> left - 1 & 1)
    return model


class _Encoder:
    """A carryless range coder of 32 bits: a 1 keeps the lower part of the range, as wide as its chance."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.low, self.high = 0, _WORD
        self.data = bytearray()

    def put(self, symbol: int) -> None:
        path = PATHS[symbol]
        for left in range(length_of_path(path), 0, -1):
            bit = path >> left - 1 & 1
            middle = _split(self.low, self.high, self.model.predict())
            if bit:
                self.high = middle
            else:
                self.low = middle + 1
            self.model.update(bit)
            while (self.low ^ self.high) >> 24 == 0:
                self.data.append(self.high >> 24)
                self.low = self.low << 8 & _WORD
                self.high = self.high << 8 & _WORD | 255

    def finish(self) -> bytes:
        """As few bytes as tell the range; the decoder goes on with zeros."""
        for kept in range(5):
            value = self.high & ~(_WORD >> 8 * kept)
            if value >= self.low:
                self.data += (value >> 32 - 8 * kept).to_bytes(kept, "big") if kept else b""
                break
        return bytes(self.data)


class _Decoder:
    def __init__(self, model: Model, data: bytes) -> None:
        self.model = model
        self.low, self.high = 0, _WORD
        self.data = data
        self.value = self.at = 0
        for _ in range(4):
            self._shift()

    @property
    def is_beyond(self) -> bool:
        """Whether more has been asked for than was ever packed: a range is known within four bytes."""
        return self.at > len(self.data) + 4

    def get(self) -> int:
        symbol = -1
        while symbol < 0:
            middle = _split(self.low, self.high, self.model.predict())
            bit = 1 if self.value <= middle else 0
            if bit:
                self.high = middle
            else:
                self.low = middle + 1
            symbol = self.model.update(bit)
            while (self.low ^ self.high) >> 24 == 0:
                self.low = self.low << 8 & _WORD
                self.high = self.high << 8 & _WORD | 255
                self._shift()
        return symbol

    def _shift(self) -> None:
        byte = self.data[self.at] if self.at < len(self.data) else 0
        self.value = (self.value << 8 | byte) & _WORD
        self.at += 1


def _split(low: int, high: int, chance: int) -> int:
    """Where the range of a 1 ends; `chance` in 4096ths."""
    return low + (high - low >> 12) * chance
