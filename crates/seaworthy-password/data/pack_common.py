#!/usr/bin/env python3
"""Writes common.bin, which is embedded, from common.txt; `--check` only tells whether it would.

The file has five sections; numbers are little-endian.

header   how many entries, the longest in bytes, the filter's seed, the bytes of a third of the filter
filter   an xor filter of four bits an entry: three thirds, two values a byte, the lower one first
index    for each block of 32 entries the bit at which it begins, in three bytes
lengths  how many bits the code of each symbol has, 0 for none; a byte for each of 256 symbols
entries  the codes, the first bit of a byte being its highest

Entries are sorted. A symbol from 0x20 on is a byte of an entry; one below ends the entry, and says
how many bytes the next one begins with that are those of this one: none at the end of a block. The
codes are canonical Huffman codes.
"""

import heapq
import pathlib
import struct
import sys
from collections import Counter

FOLDER = pathlib.Path(__file__).parent
BLOCK = 32
LONGEST_CODE = 11
MASK = (1 << 64) - 1


def shared(a, b):
    """How many bytes two entries begin with alike."""
    return next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))


def symbols(entries):
    """The symbols of each block."""
    for start in range(0, len(entries), BLOCK):
        block = entries[start : start + BLOCK]
        alike = [shared(a, b) for a, b in zip(block, block[1:])]
        yield [
            symbol
            for entry, before, after in zip(block, [0, *alike], [*alike, 0])
            for symbol in [*entry[before:], after]
        ]


def code_lengths(counts):
    """Huffman's code lengths, none over the longest, by package and merge."""
    leaves = sorted((count, (symbol,)) for symbol, count in counts.items())
    merged = []
    for _ in range(LONGEST_CODE):
        row = list(heapq.merge(leaves, merged))
        merged = [(a[0] + b[0], a[1] + b[1]) for a, b in zip(row[::2], row[1::2])]
    return Counter(symbol for _, package in merged[: len(leaves) - 1] for symbol in package)


def canonical(lengths):
    """The code of each symbol, as bits in a text."""
    codes, code, before = {}, 0, 0
    for length, symbol in sorted((length, symbol) for symbol, length in lengths.items()):
        code <<= length - before
        codes[symbol] = f"{code:0{length}b}"
        code, before = code + 1, length
    return codes


def digest(entry, seed):
    """FNV-1a of 64 bits from another beginning, stirred once more."""
    value = seed
    for byte in entry:
        value = (value ^ byte) * 0x100000001B3 & MASK
    value = (value ^ value >> 32) * 0x9E3779B97F4A7C15 & MASK
    return value ^ value >> 32


def places(value, third):
    """One place in each third of the filter."""
    return [part * third + ((value >> 20 * part & 0xFFFFF) * third >> 20) for part in range(3)]


def xor_filter(entries, third, seed):
    """For each place four bits, so that an entry's three places give its own; None for a bad seed."""
    values = [digest(entry, seed) for entry in entries]
    keys = [places(value, third) for value in values]
    degree, joined = [0] * 3 * third, [0] * 3 * third
    for key, key_places in enumerate(keys):
        for place in key_places:
            degree[place] += 1
            joined[place] ^= key
    alone = [place for place in range(3 * third) if degree[place] == 1]
    order = []
    while alone:
        place = alone.pop()
        if degree[place] != 1:
            continue
        key = joined[place]
        order.append((key, place))
        for other in keys[key]:
            degree[other] -= 1
            joined[other] ^= key
            if degree[other] == 1:
                alone.append(other)
    if len(order) < len(entries):
        return None
    bits = [0] * 3 * third
    for key, place in reversed(order):
        a, b, c = keys[key]
        bits[place] = values[key] >> 60 ^ bits[a] ^ bits[b] ^ bits[c] ^ bits[place]
    return bits


def pack(entries):
    blocks = list(symbols(entries))
    lengths = code_lengths(Counter(symbol for block in blocks for symbol in block))
    codes = canonical(lengths)
    texts = ["".join(codes[symbol] for symbol in block) for block in blocks]
    starts = [sum(map(len, texts[:index])) for index in range(len(texts))]
    bits = "".join(texts)
    # Whoever reads a code reads eight bytes at once.
    bits += "0" * (-len(bits) % 8 + 56)

    third = (int(len(entries) * 1.23 / 3) + 16) // 2 * 2
    seed, filled = 1, None
    while filled is None:
        seed += 1
        filled = xor_filter(entries, third, seed)
    halves = zip(filled[::2], filled[1::2])
    return b"".join((
        struct.pack("<4I", len(entries), max(map(len, entries)), seed, third // 2),
        bytes(low | high << 4 for low, high in halves),
        b"".join(start.to_bytes(3, "little") for start in starts),
        bytes(lengths[symbol] for symbol in range(256)),
        bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8)),
    ))


def main(*options):
    entries = FOLDER.joinpath("common.txt").read_bytes().splitlines()
    assert entries == sorted(set(entries)) and min(map(min, entries)) >= 0x20
    packed, target = pack(entries), FOLDER / "common.bin"
    if "--check" not in options:
        target.write_bytes(packed)
    elif packed != target.read_bytes():
        sys.exit("common.bin is not what pack_common.py makes of common.txt")


if __name__ == "__main__":
    main(*sys.argv[1:])
