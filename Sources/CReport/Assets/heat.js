// The arithmetic from attributions to colours. It is that of Rendering (Heatmap, Percentile,
// ColorMap, Overlay) and of Imaging (Placement, ResamplingWeights), so that a canvas shows what the
// PNG files show. Nothing here knows the page.

// MARK: - From attributions to heat

// The numbers of every polarity, for one signed and one absolute attribution per cell. Signed
// numbers have one scale for both signs; `sorted` are those that the scale is taken from.
function polaritiesOf(sum, absolute) {
  const polarity = (values, isSigned) => {
    const sorted = Float64Array.from(isSigned ? values.map(Math.abs) : values).sort();
    return { values, isSigned, sorted };
  };
  return {
    both: polarity(sum, true),
    positive: polarity(sum.map((value) => Math.max(value, 0)), false),
    negative: polarity(sum.map((value) => Math.max(-value, 0)), false),
    absolute: polarity(absolute, false),
  };
}

// The value at a percentile by rank, interpolated linearly between its neighbours.
function percentileByRank(sorted, percentile) {
  const rank = (percentile / 100) * (sorted.length - 1);
  const lower = Math.floor(rank);
  const upper = Math.min(lower + 1, sorted.length - 1);
  return sorted[lower] + (sorted[upper] - sorted[lower]) * (rank - lower);
}

// The value at which the sum of the largest ones first reaches 100 − percentile per cent of all.
function percentileByMass(sorted, percentile) {
  const wanted = (1 - percentile / 100) * sorted.reduce((total, value) => total + value, 0);
  let reached = 0;
  for (let index = sorted.length - 1; index >= 0; index--) {
    reached += sorted[index];
    if (reached >= wanted) return sorted[index];
  }
  return sorted[0];
}

// The attributions that are shown as 0 and as 1. Where the percentile is the neutral value itself,
// the largest value is 1.
function rangeOf({ sorted, isSigned }, percentile, isByMass) {
  const low = isSigned ? 0 : sorted[0];
  const found = (isByMass ? percentileByMass : percentileByRank)(sorted, percentile);
  return { low, high: found > low ? found : sorted[sorted.length - 1] };
}

// The numbers scaled to 0…1, or −1…1, and clipped; all 0 without contrast.
function heatOf({ values, isSigned }, { low, high }) {
  const span = high - low;
  const floor = isSigned ? -1 : 0;
  if (!(span > 0)) return new Float32Array(values.length);
  return values.map((value) => Math.max(floor, Math.min(1, (value - low) / span)));
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
// α = opacity · (cover + (1 − cover) · |heat|). At opacity 1 this is Overlay, at 0 the photo.
function layersOf({ table, isDiverging }, opacity, cover) {
  const layers = new Int32Array(4 * 256);
  for (let level = 0; level < 256; level++) {
    const share = cover + (1 - cover) * levelMagnitude(level, isDiverging);
    const weight = Math.round(opacity * share * 65536);
    for (let channel = 0; channel < 3; channel++) {
      layers[4 * level + channel] = weight * table[3 * level + channel];
    }
    layers[4 * level + 3] = 65536 - weight;
  }
  return layers;
}

// Writes a photo's pixels (red, green, blue, opacity) under layers of heat.
function blend(photo, heat, layers, { isDiverging, isGray, sign }, output) {
  for (let pixel = 0, first = 0; pixel < heat.length; pixel++, first += 4) {
    const layer = 4 * levelOf(sign * heat[pixel], isDiverging);
    let red = photo[first];
    let green = photo[first + 1];
    let blue = photo[first + 2];
    if (isGray) red = green = blue = (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16;
    const transparency = layers[layer + 3];
    output[first] = (red * transparency + layers[layer] + 32768) >> 16;
    output[first + 1] = (green * transparency + layers[layer + 1] + 32768) >> 16;
    output[first + 2] = (blue * transparency + layers[layer + 2] + 32768) >> 16;
    output[first + 3] = 255;
  }
}
