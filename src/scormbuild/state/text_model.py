"""The model that packs texts: what the next bit will be, from what was before.

A text comes as symbols, each a path of bits. Each bit is predicted in four steps.

1. **Contexts.** What stands before the bit is hashed in eight ways: nothing, the last one to four symbols, the
   word so far, the word with the one before it, the word with the last symbol. With the bits of the symbol so
   far each leads to a cell: how often a 1 came there, and how often it was visited. What such a chance of such a
   context after so many visits has turned out to mean, a second table has learnt; that is the context's input.
2. **Match.** Where the last symbols stood once before in the same order, the symbol that came then is expected
   now; the longer the match, the more.
3. **Mix.** The inputs are summed with weights, in the domain where chances add up: log(p / (1 - p)). Three sets of
   weights are used, one chosen by how many contexts are known and how long the match is, one by the place in the
   word, one by the bits of the symbol so far; the mean of the three counts. After the bit each weight moves by its
   share in the error.
4. **Refine.** What such a mix after such a symbol has turned out to mean goes half into the result.

A model of this kind is known as context mixing (M. Mahoney's PAQ and lpaq, from which the way to mix is). All
numbers are integers, chances in 4096ths or 65536ths: Python and every browser must come to the same bits.
`player/state/text-model.ts` is the same model, in the same order and with the same names.
"""

from __future__ import annotations

import math
from array import array

from scormbuild.state.text_symbols import CAPITAL, PATHS, SYMBOL_AT, is_letter, length_of_path

TABLE_BITS = 20
CONTEXTS = 8
MATCH_BUCKETS = 19
INPUTS = CONTEXTS + 3
"""One by each context, two by the match, and one that is always there."""

LIMIT = 127
"""Cells have been visited so often at most: the higher, the slower they forget."""

MATCH_BITS = 14
SHORTEST = 5
"""A match begins with so many equal symbols."""

FIRST_WEIGHT = 14_000
"""What a weight begins with, in 65536ths."""

WEIGHT_RATE = 10
"""How fast weights learn."""

LEARNERS = (3, 4, 5)
"""`learn` teaches these contexts alone: the last three symbols, the last four, the word."""

BY_HITS = (CONTEXTS + 1) * MATCH_BUCKETS
BY_WORD = BY_HITS + 16 * 8
"""The weights lie set by set: so many for contexts and match, so many for the word, then those for the bits."""

_WORD = 0xFFFFFFFF

_SQUASHED = [math.floor(4096 / (1 + math.exp(8 - at / 2))) for at in range(33)]
"""4096 / (1 + e^(-x / 256)) for every 128th x. None but the middle one is near a whole number: browsers agree."""


def squash(x: int) -> int:
    """The same for -2047 to 2047."""
    part = x & 127
    at = (x >> 7) + 16
    return (_SQUASHED[at] * (128 - part) + _SQUASHED[at + 1] * part + 64) >> 7


def _stretched() -> list[int]:
    table = [2047] * 4096
    for x in range(2047, -2048, -1):
        first = 0 if x == -2047 else squash(x - 1) + 1
        for chance in range(first, squash(x) + 1):
            table[chance] = x
    return table


SQUASH = [squash(max(at - 2048, -2047)) for at in range(4096)]
STRETCH = _stretched()
RATE = [max(32768 // (2 * seen + 3), 250) for seen in range(LIMIT + 1)]
"""How fast a cell learns that has been visited so often, in 16384ths."""

BUCKET = [seen if seen < 12 else 12 + (seen >> 5) for seen in range(LIMIT + 1)]
_REFINED = array("H", (SQUASH[min(at * 128, 4095)] * 16 for at in range(33)))
_LETTER = [is_letter(symbol) for symbol in range(256)]


class Model:
    """Predicts bits and learns them, by turns."""

    def __init__(self) -> None:
        self.chances = array("H", [32768]) * (1 << TABLE_BITS)
        self.seen = bytearray(1 << TABLE_BITS)
        # A part of the hash tells whose a cell is.
        self.checks = bytearray(1 << TABLE_BITS)
        self.meant = [(at & 63) * 1024 + 512 for at in range(CONTEXTS << 10)]
        self.matched = [32768 + at * 800 for at in range(MATCH_BUCKETS)]
        self.weights = [FIRST_WEIGHT] * ((BY_WORD + 256) * INPUTS)
        self.refined = _REFINED * (1 << 14)
        self.places = [0] * (1 << MATCH_BITS)
        # Behind zeros, so that there is always something before.
        self.history = [0] * SHORTEST
        self.bases = [0] * CONTEXTS
        self.lines = [0] * CONTEXTS
        self.inputs = [0] * (INPUTS - 1) + [256]
        # Where the word before began, and how far this one has been the same: for `learn`.
        self.word_at = self.twin = 0
        # The bits of this symbol so far after a leading 1, those since the last four, and their number.
        self.node, self.half, self.bits = 1, 1, 0
        self.word = self.before = self.letters = 0
        self.match_at = self.match_length = 0
        self._begin(0)

    def predict(self) -> int:
        """The chance that the next bit is 1, in 4096ths, 1 to 4095."""
        self._ask_contexts()
        self._ask_match()
        self.sets = [
            (self.hits * MATCH_BUCKETS + self.bucket) * INPUTS,
            (BY_HITS + min(self.letters, 15) * 8 + min(self.bits, 7)) * INPUTS,
            (BY_WORD + (self.node & 255)) * INPUTS,
        ]
        sums = [
            max(
                -2047,
                min(2047, sum(value * self.weights[first + at] >> 8 for at, value in enumerate(self.inputs)) >> 8),
            )
            for first in self.sets
        ]
        self.mixed = [SQUASH[each + 2048] for each in sums]
        return self._refine(sum(sums) // len(sums) + 2048)

    def update(self, bit: int) -> int:
        """Learn what the bit was that `predict` was asked for; gives the symbol that it ends, or -1."""
        target = bit * 65535
        for first, chance in zip(self.sets, self.mixed, strict=True):
            error = ((bit << 12) - chance) * WEIGHT_RATE
            for at, value in enumerate(self.inputs):
                self.weights[first + at] += value * error + 8192 >> 14
        for meaning in self.meanings:
            self.meant[meaning] += target - self.meant[meaning] >> 7
        for at in self.found:
            self._see(at, target)
        if self.expected >= 0:
            is_right = self.expected == bit
            self.matched[self.bucket] += (65535 if is_right else 0) - self.matched[self.bucket] >> 6
            self.match_length = self.match_length if is_right else 0
        self.refined[self.refining] += target - self.refined[self.refining] >> 5
        self._step(bit)
        symbol = SYMBOL_AT[self.node]
        if symbol >= 0:
            self._match(symbol, self._end(symbol))
        return symbol

    def learn(self, symbol: int) -> None:
        """Learn a whole symbol in passing; the letters that a word shares with the one before it are known."""
        is_known = self.history[self.twin] == symbol
        self.twin = self.twin + 1 if is_known else 0
        path = PATHS[symbol]
        for left in range(0 if is_known else length_of_path(path), 0, -1):
            bit = path >> left - 1 & 1
            for context in LEARNERS:
                self._see(self._find(context), bit * 65535)
            self._step(bit)
        run = self._end(symbol)
        self.places[run] = len(self.history)
        self.match_length = 0
        if self.letters == 0:
            self.twin, self.word_at = self.word_at, len(self.history)

    def _step(self, bit: int) -> None:
        """One bit on."""
        self.node = self.node * 2 + bit
        self.half = self.half * 2 + bit
        self.bits += 1
        if self.bits & 3 == 0:
            self._aim()

    def _aim(self) -> None:
        """Four more bits begin: their cells lie in one line of the table, which a processor fetches at once."""
        self.half = 1
        for context, base in enumerate(self.bases):
            hash_ = (base + self.node * 0x2C1B3C6D) * 0x9E3779B1 & _WORD
            self.lines[context] = (hash_ ^ hash_ >> 15) * 0x85EBCA6B & _WORD

    def _find(self, context: int) -> int:
        """The place of the cell that a context leads to; where it was another's, it is empty now."""
        line = self.lines[context]
        check, at = line + self.half * 29 & 255, line >> 32 - TABLE_BITS ^ self.half
        if self.seen[at] and self.checks[at] != check:
            other = at ^ 1
            if self.checks[other] == check or self.seen[other] < self.seen[at]:
                at = other
            if self.checks[at] != check:
                self.seen[at], self.chances[at] = 0, 32768
        self.checks[at] = check
        return at

    def _see(self, at: int, target: int) -> None:
        """The cell at a place learns; `target` is 65535 for a 1."""
        seen = self.seen[at]
        self.chances[at] += (target - self.chances[at]) * RATE[seen] >> 14
        self.seen[at] = min(seen + 1, LIMIT)

    def _ask_contexts(self) -> None:
        """An input by each context that has been here before."""
        self.found: list[int] = []
        self.meanings: list[int] = []
        self.hits = 0
        for context in range(CONTEXTS):
            at = self._find(context)
            self.found.append(at)
            self.inputs[context] = 0
            if seen := self.seen[at]:
                meaning = ((context << 4) + BUCKET[seen] << 6) + (self.chances[at] >> 10)
                self.meanings.append(meaning)
                self.inputs[context] = STRETCH[self.meant[meaning] >> 4]
                self.hits += 1

    def _ask_match(self) -> None:
        """Two inputs by the symbol that came when the same symbols stood here before."""
        path = PATHS[self.history[self.match_at]]
        left = length_of_path(path) - self.bits
        if left <= 0 or path >> left != self.node:
            self.match_length = 0
        length = self.match_length
        self.bucket = min(length, MATCH_BUCKETS - 1)
        self.expected = -1
        self.inputs[CONTEXTS] = self.inputs[CONTEXTS + 1] = 0
        if length > 0:
            self.expected = path >> left - 1 & 1
            sign = self.expected * 2 - 1
            self.inputs[CONTEXTS] = sign * STRETCH[self.matched[self.bucket] >> 4]
            self.inputs[CONTEXTS + 1] = sign * min(length, 32) * 32

    def _refine(self, mix: int) -> int:
        at = ((self.node & 255 | self.history[-1] << 8) & 0x3FFF) * 33 + (mix >> 7)
        part = mix & 127
        self.refining = at + (part >> 6)
        meant = self.refined[at] * (128 - part) + self.refined[at + 1] * part >> 11
        return max(1, min(4095, SQUASH[mix] + meant + 1 >> 1))

    def _end(self, symbol: int) -> int:
        """A symbol is whole; gives the hash of the last few."""
        self.history.append(symbol)
        if _LETTER[symbol]:
            self.word = (self.word + symbol + 1) * 0x2F0B4C47 & _WORD
            self.word ^= self.word >> 15
            self.letters += 1
        elif symbol != CAPITAL:
            self.before = self.word if self.letters else self.before
            self.word = self.letters = 0
        return self._begin(symbol) & (1 << MATCH_BITS) - 1

    def _match(self, symbol: int, run: int) -> None:
        """Go on in the match, or find where the last few symbols stood before; `run` is their hash."""
        history = self.history
        if self.match_length > 0 and history[self.match_at] == symbol:
            self.match_length += 1
            self.match_at += 1
        else:
            self.match_at, self.match_length = self.places[run], 0
            while self.match_length < min(40, self.match_at) and (
                history[self.match_at - 1 - self.match_length] == history[-1 - self.match_length]
            ):
                self.match_length += 1
            if self.match_length < SHORTEST:
                self.match_length = 0
        self.places[run] = len(history)

    def _begin(self, last: int) -> int:
        """Hash what stands before the next symbol, for every context; gives the hash of the last few symbols."""
        run = 0
        hashes = [0]
        for order in range(1, SHORTEST + 1):
            run = (run ^ self.history[-order] + 1) * 0x9E3779B1 & _WORD
            run ^= run >> 13
            hashes.append(run)
        in_word = (self.word + 0x1234567) * 0x2545F491 & _WORD
        hashes[5:] = [
            self.word if self.letters else last * 7919 + 12345,
            in_word ^ self.before * 0x85EBCA6B & _WORD,
            in_word ^ hashes[1] + 1 & _WORD,
        ]
        self.bases = [
            (hash_ ^ (context + 1) * 0x6F4F2A35 & _WORD) * 0x9E3779B1 & _WORD for context, hash_ in enumerate(hashes)
        ]
        self.node, self.bits = 1, 0
        self._aim()
        return run
