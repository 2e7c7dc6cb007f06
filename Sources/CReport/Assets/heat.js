// The arithmetic from attributions to colours. It is that of Rendering (ReducedMap, Heatmap,
// Threshold, Plane+Morphology, ColorMap, Overlay), of Numerics (GaussianWeights, Percentile) and of
// Imaging (Placement, ResamplingWeights), so that a canvas shows what the PNG files show. Nothing
// here knows the page.

// MARK: - From attributions to heat

const signless = new Set(["absolute-sum", "l2"]);

// One number per cell of a map {sum, absolute, own, channels}: its channels reduced to one. Where
// the sign is chosen in every channel ("…-of-parts"), it is here, and not after the blur.
function reducedOf(map, reduction, polarity) {
  const isOfParts = reduction.endsWith("-of-parts");
  const name = isOfParts ? reduction.slice(0, -"-of-parts".length) : reduction;
  if (name === "absolute-sum") return map.absolute;
  if (name !== "sum" && name !== "mean") return map.own;
  const part = {
    both: (cell) => map.sum[cell],
    positive: (cell) => (map.absolute[cell] + map.sum[cell]) / 2,
    negative: (cell) => (map.absolute[cell] - map.sum[cell]) / 2,
    absolute: (cell) => map.absolute[cell],
  }[isOfParts ? polarity : "both"];
  const divisor = name === "mean" ? map.channels : 1;
  return Float64Array.from(map.sum, (_, cell) => part(cell) / divisor);
}

// The weights of a Gaussian that reaches 4σ far, summing to one.
function gaussianWeights(sigma) {
  const reach = Math.trunc(4 * sigma + 0.5);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, index) =>
    reach ? Math.exp((-0.5 * (index - reach) ** 2) / sigma ** 2) : 1,
  );
  const total = weights.reduce((before, weight) => before + weight, 0);
  return weights.map((weight) => weight / total);
}

// The place in a line that a place beyond its ends mirrors: d c b a | a b c d | d c b a.
function mirrored(index, count) {
  const wrapped = ((index % (2 * count)) + 2 * count) % (2 * count);
  return wrapped < count ? wrapped : 2 * count - 1 - wrapped;
}

// Numbers of a map of a width and a height, blurred along its rows and then along its columns.
function blurred(values, width, height, sigma) {
  const weights = gaussianWeights(sigma);
  const reach = (weights.length - 1) / 2;
  if (!reach) return values;
  const alongLine = (input, length, step, start, output) => {
    const places = Array.from({ length: length + 2 * reach }, (_, place) =>
      mirrored(place - reach, length),
    );
    for (let place = 0; place < length; place++) {
      let total = 0;
      for (let offset = 0; offset < weights.length; offset++) {
        total += input[start + step * places[place + offset]] * weights[offset];
      }
      output[start + step * place] = total;
    }
  };
  const rows = new Float64Array(values.length);
  for (let y = 0; y < height; y++) alongLine(values, width, 1, y * width, rows);
  const result = new Float64Array(values.length);
  for (let x = 0; x < width; x++) alongLine(rows, height, width, x, result);
  return result;
}

// The numbers that a style shows, before they are scaled, with their magnitudes in order.
function mapOf(map, { reduction, polarity, smoothing }) {
  const reduced = reducedOf(map, reduction, polarity);
  const smooth = blurred(reduced, map.width, map.height, smoothing);
  const isOfParts = reduction.endsWith("-of-parts");
  const shown = {
    both: (value) => value,
    positive: (value) => Math.max(value, 0),
    negative: (value) => Math.max(-value, 0),
    absolute: Math.abs,
  }[isOfParts ? "both" : polarity];
  const values = Float64Array.from(smooth, shown);
  return {
    values,
    width: map.width,
    height: map.height,
    isSigned: polarity === "both" && !signless.has(reduction),
    sorted: Float64Array.from(values, Math.abs).sort(),
  };
}

// The value at a percentile by rank, interpolated linearly between its neighbours.
function percentileByRank(sorted, percentile) {
  const rank = (percentile / 100) * (sorted.length - 1);
  const lower = Math.floor(rank);
  const upper = Math.min(lower + 1, sorted.length - 1);
  return sorted[lower] + (sorted[upper] - sorted[lower]) * (rank - lower);
}

// The largest value such that it and all larger ones carry at least 100 − percentile per cent of the
// sum.
function percentileByMass(sorted, percentile) {
  if (!(percentile > 0)) return sorted[0];
  const wanted = (sorted.reduce((total, value) => total + value, 0) * (100 - percentile)) / 100;
  let reached = 0;
  for (let index = sorted.length - 1; index >= 0; index--) {
    reached += sorted[index];
    if (reached >= wanted) return sorted[index];
  }
  return sorted[0];
}

const thresholdOf = (sorted, { percentile, isByMass }) =>
  (isByMass ? percentileByMass : percentileByRank)(sorted, percentile);

// The magnitudes that are shown as 0 and as 1. Where the clip is not above the floor, the largest
// value is 1. `scale` fixes the latter; a map without a cut begins at 0 then.
function rangeOf({ sorted, isSigned }, { clip, cut, scale }) {
  const floor = cut ? thresholdOf(sorted, cut) : isSigned ? 0 : sorted[0];
  if (scale) return { low: cut ? floor : 0, high: scale };
  const found = thresholdOf(sorted, clip);
  return { low: floor, high: found > floor ? found : sorted[sorted.length - 1] };
}

// The importances, 0…1, or −1…1 in a signed map; all 0 without contrast.
function heatOf(map, { low, high }, { gamma, keep, cleanup }) {
  const { values, sorted, width, height } = map;
  const kept = Math.round((values.length * keep) / 100);
  const least = keep < 100 ? (kept > 0 ? sorted[values.length - kept] : Infinity) : 0;
  const span = high - low;
  const heat = Float32Array.from(values, (value) => {
    const magnitude = Math.abs(value);
    if (!(span > 0) || magnitude < least) return 0;
    const share = Math.min(Math.max((magnitude - low) / span, 0), 1) ** gamma;
    return value < 0 ? -share : share;
  });
  return cleanup > 1 ? cleanedUp(heat, width, height, cleanup) : heat;
}

// The magnitude that has an importance.
const magnitudeOf = (heat, { low, high }, gamma) => low + (high - low) * heat ** (1 / gamma);

// The heat after a grey closing and a grey opening by a square; both signs apart.
function cleanedUp(heat, width, height, side) {
  const [before, after] = [side >> 1, (side - 1) >> 1];
  const filter = (values, before, after, select) => {
    const along = (input, count, step, lines, lineStep) => {
      const output = new Float32Array(input.length);
      for (let line = 0; line < lines; line++) {
        for (let place = 0; place < count; place++) {
          const end = Math.min(place + after, count - 1);
          let found = input[line * lineStep + step * Math.max(place - before, 0)];
          for (let near = Math.max(place - before, 0); near <= end; near++) {
            found = select(found, input[line * lineStep + step * near]);
          }
          output[line * lineStep + step * place] = found;
        }
      }
      return output;
    };
    return along(along(values, width, 1, height, width), height, width, width, 1);
  };
  const eroded = (values) => filter(values, before, after, Math.min);
  const dilated = (values) => filter(values, after, before, Math.max);
  const cleaned = (values) => dilated(eroded(eroded(dilated(values))));
  const positive = cleaned(heat.map((value) => Math.max(value, 0)));
  if (heat.every((value) => value >= 0)) return positive;
  const negative = cleaned(heat.map((value) => Math.max(-value, 0)));
  return positive.map((value, cell) => value - negative[cell]);
}

// MARK: - From the network's input to the photo

// Which cells of a line, with which weights, make each pixel when the part `from`…`to` is seen as
// `count` pixels: a triangle over two cells, widened where the line shrinks.
function resamplingWeights(length, from, to, count) {
  const scale = (to - from) / count;
  const support = Math.max(scale, 1);
  return Array.from({ length: count }, (_, index) => {
    const center = from + (index + 0.5) * scale;
    const start = Math.min(Math.max(Math.trunc(center - support + 0.5), 0), length - 1);
    const end = Math.max(Math.min(Math.trunc(center + support + 0.5), length), start + 1);
    const factors = [];
    for (let cell = start; cell < end; cell++) {
      factors.push(Math.max(0, 1 - Math.abs(cell - center + 0.5) / support));
    }
    const total = factors.reduce((first, second) => first + second, 0);
    if (!total) return { start, factors: [1] };
    return { start, factors: factors.map((factor) => factor / total) };
  });
}

// The part `box` of a map {values, width, height} at another size.
function resampled(map, box, width, height) {
  const columns = resamplingWeights(map.width, box.x, box.x + box.width, width);
  const rows = resamplingWeights(map.height, box.y, box.y + box.height, height);
  const narrow = new Float32Array(width * map.height);
  for (let y = 0; y < map.height; y++) {
    for (let x = 0; x < width; x++) {
      const { start, factors } = columns[x];
      let value = 0;
      for (let tap = 0; tap < factors.length; tap++) {
        value += map.values[y * map.width + start + tap] * factors[tap];
      }
      narrow[y * width + x] = value;
    }
  }
  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const { start, factors } = rows[y];
    for (let tap = 0; tap < factors.length; tap++) {
      const from = (start + tap) * width;
      for (let x = 0; x < width; x++) values[y * width + x] += narrow[from + x] * factors[tap];
    }
  }
  return { values, width, height };
}

// Whole columns and rows of a map.
function cropped(map, { x, y, width, height }) {
  const values = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (y + row) * map.width + x;
    values.set(map.values.subarray(from, from + width), row * width);
  }
  return { values, width, height };
}

// The pixels whose centres lie in a part of a line: the first, and how many; at least one.
function pixelsWithin(start, length, count) {
  const first = Math.min(Math.max(Math.ceil(start - 0.5 - 1e-6), 0), count - 1);
  const end = Math.floor(start + length - 0.5 + 1e-6) + 1;
  return { first, count: Math.max(Math.min(end, count), first + 1) - first };
}

// The heat of every pixel of the photo, seen at a size of `width` by `height`; 0 where the network
// saw nothing of it. `place` says where the part `source` of the photo lies on the network's input.
function onPhoto(map, place, width, height) {
  const { model, target } = place;
  const whole = { x: 0, y: 0, width: map.width, height: map.height };
  const isSmall = map.width !== model.width || map.height !== model.height;
  const full = isSmall ? resampled(map, whole, model.width, model.height) : map;
  const across = width / place.photo.width;
  const down = height / place.photo.height;
  const source = {
    x: place.source.x * across,
    y: place.source.y * down,
    width: place.source.width * across,
    height: place.source.height * down,
  };
  const columns = pixelsWithin(source.x, source.width, width);
  const rows = pixelsWithin(source.y, source.height, height);
  const box = {
    x: ((columns.first - source.x) * target.width) / source.width,
    y: ((rows.first - source.y) * target.height) / source.height,
    width: (columns.count * target.width) / source.width,
    height: (rows.count * target.height) / source.height,
  };
  // Only the target is resampled, so that nothing of the padding leaks in.
  const seen = resampled(cropped(full, target), box, columns.count, rows.count);
  const values = new Float32Array(width * height);
  for (let y = 0; y < rows.count; y++) {
    const row = seen.values.subarray(y * columns.count, (y + 1) * columns.count);
    values.set(row, (rows.first + y) * width + columns.first);
  }
  return values;
}

// MARK: - From heat to colours

// The level, of 256, of a number between 0 and 1, or −1 and 1 in a diverging map.
function levelOf(number, isDiverging) {
  const level = isDiverging ? (number + 1) * 128 : Math.abs(number) * 256;
  return Math.trunc(Math.max(0, Math.min(255, level)));
}

// How far a level is from the neutral one, from 0 to 1.
function levelMagnitude(level, isDiverging) {
  if (!isDiverging) return level / 255;
  return level < 128 ? (128 - level) / 128 : (level - 128) / 127;
}

// For every level α · red, α · green, α · blue and 1 − α, with 16 binary places:
// α = opacity · (cover + (1 − cover) · |heat|). The cover has the colour of the level; what heat adds
// in a diverging map has that of the end of its sign.
function layersOf({ table, isDiverging }, { opacity, cover }) {
  const layers = new Int32Array(4 * 256);
  for (let level = 0; level < 256; level++) {
    const heat = opacity * (1 - cover) * levelMagnitude(level, isDiverging);
    const coverWeight = Math.round(opacity * cover * 65536);
    const heatWeight = Math.round((opacity * cover + heat) * 65536) - coverWeight;
    const end = isDiverging ? (level < 128 ? 0 : 255) : level;
    for (let channel = 0; channel < 3; channel++) {
      layers[4 * level + channel] =
        coverWeight * table[3 * level + channel] + heatWeight * table[3 * end + channel];
    }
    layers[4 * level + 3] = 65536 - coverWeight - heatWeight;
  }
  return layers;
}

// Writes a photo's pixels (red, green, blue, opacity), less of their saturation, under layers of
// heat.
function blend(photo, heat, layers, { isDiverging, saturation, isAverage, sign }, output) {
  const kept = Math.round(saturation * 65536);
  for (let pixel = 0, first = 0; pixel < heat.length; pixel++, first += 4) {
    const layer = 4 * levelOf(sign * heat[pixel], isDiverging);
    const [red, green, blue] = [photo[first], photo[first + 1], photo[first + 2]];
    const gray = isAverage
      ? Math.trunc((red + green + blue + 1) / 3)
      : (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16;
    const paleness = gray * (65536 - kept) + 32768;
    const transparency = layers[layer + 3];
    for (let channel = 0; channel < 3; channel++) {
      const faded = (photo[first + channel] * kept + paleness) >> 16;
      output[first + channel] = (faded * transparency + layers[layer + channel] + 32768) >> 16;
    }
    output[first + 3] = 255;
  }
}
