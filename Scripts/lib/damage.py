"""Damages files: flips, losses, doublings, splices, and lengths that are no lengths."""

import struct
import zlib

EXTREMES = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF]


def flip(generator, data):
    for _ in range(generator.choice([1, 1, 1, 2, 8])):
        data[generator.randrange(len(data))] ^= 1 << generator.randrange(8)
    return data


def overwrite(generator, data):
    data[generator.randrange(len(data))] = generator.choice([0, 0xFF, 0x80, 0x20, 0x2D, 0x39])
    return data


def truncate(generator, data):
    return data[: generator.randrange(len(data))]


def lengthen(generator, data):
    """An extreme number where there may be a length, of either byte order."""
    form = generator.choice(["<I", ">I", "<H", ">H", "<Q"])
    limit = (1 << 8 * struct.calcsize(form)) - 1
    number = struct.pack(form, generator.choice(EXTREMES) & limit)
    place = generator.randrange(len(data))
    data[place : place + len(number)] = number
    return data


def double(generator, data):
    start = generator.randrange(len(data))
    part = data[start : start + generator.randrange(1, 64)]
    return data[:start] + part * generator.choice([2, 3, 50]) + data[start:]


def lose(generator, data):
    start = generator.randrange(len(data))
    return data[:start] + data[start + generator.randrange(1, 32) :]


def mended(data):
    """A PNG whose chunks have the checksums of what they hold."""
    place = 8
    while place + 12 <= len(data):
        length = struct.unpack(">I", data[place : place + 4])[0]
        if place + 12 + length > len(data):
            break
        check = zlib.crc32(data[place + 4 : place + 8 + length])
        data[place + 8 + length : place + 12 + length] = struct.pack(">I", check)
        place += 12 + length
    return data


def damaged(generator, originals, is_png):
    """One of some sound files, damaged in one to three ways."""
    data = bytearray(generator.choice(originals))
    for _ in range(generator.choice([1, 1, 2, 3])):
        if not data:
            break
        if generator.randrange(8) == 0:
            other = generator.choice(originals)
            start, end = sorted(generator.randrange(len(other) + 1) for _ in range(2))
            place = generator.randrange(len(data))
            data = data[:place] + bytearray(other[start:end]) + data[place:]
        else:
            way = generator.choice([flip, flip, overwrite, truncate, lengthen, double, lose])
            data = way(generator, data)
    if is_png and generator.randrange(2) == 0:
        data = mended(data)
    return bytes(data)
