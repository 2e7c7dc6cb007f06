"""SplitMix64, the generator of igtool's random numbers, for many numbers at a time.

Paper: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
"""

import numpy as np


class SplitMix64:
    """A generator whose whole state is one integer of 64 bits."""

    def __init__(self, seed):
        self.state = seed % 2**64

    def integers(self, count):
        """Returns the next `count` integers of 64 bits."""
        steps = np.arange(1, count + 1, dtype=np.uint64)
        mixed = np.uint64(self.state) + steps * np.uint64(0x9E3779B97F4A7C15)
        self.state = int(mixed[-1]) if count else self.state
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return mixed ^ (mixed >> np.uint64(31))

    def uniforms(self, count):
        """Returns the next `count` numbers from [0, 1), multiples of 2^-53."""
        return (self.integers(count) >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def uniform(self):
        """Returns the next number from [0, 1)."""
        return float(self.uniforms(1)[0])

    def index(self, count):
        """Returns a whole number from 0 to `count` - 1."""
        return int(self.uniform() * count)

    def normals(self, shape):
        """Returns independent standard normal numbers, filled in row-major order.

        Two at a time (Box, Muller, 1958): r cos(2 pi v), r sin(2 pi v), r = sqrt(-2 ln(1 - u)); the
        sine of an odd last pair is not used.
        """
        count = int(np.prod(shape))
        u, v = self.uniforms(count + count % 2).reshape(-1, 2).T
        radius, angle = np.sqrt(-2 * np.log1p(-u)), 2 * np.pi * v
        pairs = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
        return pairs.reshape(-1)[:count].reshape(shape)
