// The page of one picture: draws the attributions over the photo as the controls say, and reads
// their values under the pointer or by the arrow keys. `heat.js` has the arithmetic.

// MARK: - What there is

const data = JSON.parse(document.getElementById("data").textContent);
const element = (id) => document.getElementById(id);
const controls = element("controls");
const photo = element("photo");
const canvas = element("canvas");

const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

// The numbers of a map, one per cell, row by row: inflated, and from codes as PackedPlane explains them;
// magnitudes by what they differ from those of another map, where there is one.
async function plane({ unit, steps, codes }, other = null) {
  const inflated = new Blob([bytes(codes)])
    .stream()
    .pipeThrough(new DecompressionStream("deflate-raw"));
  const halves = new Uint8Array(await new Response(inflated).arrayBuffer());
  const count = halves.length / 2;
  const stepsTo = (magnitude) => {
    const share = magnitude / unit;
    return Math.round(steps * (share > 1 ? 1 + Math.log(share) : share));
  };
  return Float64Array.from({ length: count }, (_, cell) => {
    const code = (halves[cell] << 8) | halves[count + cell];
    const held = code & 1 ? -(code >> 1) : code >> 1;
    const found = other ? stepsTo(Math.abs(other[cell])) + held : held;
    const share = Math.abs(found) / steps;
    const magnitude = unit * (share > 1 ? Math.exp(share - 1) : share);
    return found < 0 ? -magnitude : magnitude;
  });
}

let maps = null;
let sortedAbsolute = null;
let total = 0;

async function takeMaps() {
  const { absolute, own } = data.map;
  const sum = await plane(data.map.sum);
  maps = {
    ...data.map,
    sum,
    absolute: await plane(absolute, sum),
    own: own ? await plane(own) : null,
  };
  sortedAbsolute = Float64Array.from(maps.absolute).sort();
  total = maps.absolute.reduce((before, value) => before + value, 0);
}

const colorMaps = new Map(
  data.colorMaps.map((map) => [map.name, { ...map, table: bytes(map.table) }]),
);
let photoPixels = null;

// MARK: - The choices

// The controls are the state of the page; this reads them.
function choices() {
  const form = new FormData(controls);
  const number = (name) => Number(form.get(name));
  const threshold = (name) => ({
    percentile: number(name),
    isByMass: form.get(`${name}-by`) === "mass",
  });
  return {
    layout: form.get("layout"),
    colorMap: colorMaps.get(form.get("color-map")),
    style: {
      reduction: form.get("reduction"),
      polarity: form.get("polarity"),
      smoothing: Math.max(number("smoothing"), 0),
      clip: threshold("clip"),
      cut: number("cut") > 0 ? threshold("cut") : null,
      scale: form.get("scale") === "fixed" ? Math.max(number("scale-value"), 0) : 0,
      gamma: number("gamma"),
      keep: number("keep"),
      cleanup: number("cleanup"),
    },
    opacity: number("opacity") / 100,
    cover: number("cover") / 100,
    saturation: number("saturation") / 100,
  };
}

// The colour map last chosen for maps with signs and for those without.
const lastColorMap = { signed: "", unsigned: "" };

function rememberColorMap() {
  const { name, isDiverging } = choices().colorMap;
  lastColorMap[isDiverging ? "signed" : "unsigned"] = name;
}

// Both signs need colours for both, and magnitudes those for none, so the colour map follows.
function followSign() {
  const { style, colorMap } = choices();
  if (style.polarity === "both" && !colorMap.isDiverging) {
    controls.elements["color-map"].value = lastColorMap.signed;
  } else if (style.polarity === "absolute" && colorMap.isDiverging) {
    controls.elements["color-map"].value = lastColorMap.unsigned;
  }
}

// Magnitudes have no signs, and signs need numbers that have some, so each follows the other.
function followPolarity() {
  const { polarity, reduction } = choices().style;
  const field = controls.elements.reduction;
  if (polarity === "absolute") field.value = "absolute-sum";
  else if (signless.has(reduction)) field.value = "sum";
  followSign();
}

function followReduction() {
  const { polarity, reduction } = choices().style;
  if (signless.has(reduction)) controls.elements.polarity.value = "absolute";
  else if (polarity === "absolute") controls.elements.polarity.value = "both";
  followSign();
}

// A fixed scale begins with what is the full colour at the moment.
function followScale() {
  const { style } = choices();
  if (style.scale || controls.elements.scale.value !== "fixed") return;
  const { high } = rangeOf(shownMap(style), { ...style, scale: 0 });
  controls.elements["scale-value"].value = Number(high.toPrecision(3));
}

// Sets a field to a value, which need not be one of its steps.
function setNumber(name, value) {
  const field = controls.elements[name];
  field.step = field.dataset.step ??= field.step;
  field.min = Math.min(field.min, Math.floor(value));
  if (field.type === "range") field.max = Math.max(field.max, Math.ceil(value));
  field.value = value;
  if (Number(field.value) === value) return;
  field.step = "any";
  field.value = value;
}

// Goes back to the view that the files beside the page were drawn with.
function reset() {
  const { view } = data;
  const fields = controls.elements;
  controls.reset();
  for (const name of ["smoothing", "gamma", "keep", "cleanup"]) setNumber(name, view[name]);
  for (const name of ["clip", "cut"]) {
    setNumber(name, view[name]?.percentile ?? 0);
    fields[`${name}-by`].value = view[name]?.isByMass ? "mass" : "rank";
  }
  for (const name of ["opacity", "cover", "saturation"]) {
    setNumber(name, Math.round(1e6 * view[name]) / 1e4);
  }
  fields.scale.value = view.scale ? "fixed" : "own";
  fields["scale-value"].value = view.scale ?? "";
  fields.reduction.value = view.reduction;
  fields.polarity.value = view.polarity;
  fields["color-map"].value = view.colorMap;
  Object.assign(lastColorMap, { signed: "red-blue", unsigned: "inferno" });
  rememberColorMap();
}

// MARK: - Drawing

let isScheduled = false;

function schedule() {
  if (isScheduled) return;
  isScheduled = true;
  requestAnimationFrame(() => {
    isScheduled = false;
    draw();
  });
}

// The map of the last style, which most controls leave as it is.
let lastMap = { key: "", map: null };

function shownMap(style) {
  const key = [style.reduction, style.polarity, style.smoothing].join();
  if (lastMap.key !== key) lastMap = { key, map: mapOf(maps, style) };
  return lastMap.map;
}

function draw() {
  const { layout, style, colorMap, ...overlay } = choices();
  const map = shownMap(style);
  const range = rangeOf(map, style);
  // In a diverging map, what speaks against the target has the colours below 0.
  const sign = style.polarity === "negative" ? -1 : 1;
  const isMap = layout === "map";
  element("pictures").dataset.layout = layout;
  element("map-caption").textContent = isMap ? "Attribution" : "Attribution over the photo";
  for (const output of controls.querySelectorAll("output")) {
    const { value } = controls.elements[output.htmlFor];
    output.textContent = Number(Number(value).toPrecision(4)) + output.dataset.unit;
  }
  element("scale-field").hidden = controls.elements.scale.value !== "fixed";

  const heat = { ...map, values: heatOf(map, range, style) };
  const context = canvas.getContext("2d");
  const picture = context.createImageData(canvas.width, canvas.height);
  const layers = layersOf(colorMap, isMap ? { opacity: 1, cover: 1 } : overlay);
  const blending = {
    isDiverging: colorMap.isDiverging,
    saturation: overlay.saturation,
    isAverage: data.view.isAverage,
    sign,
  };
  const placed = onPhoto(heat, data, canvas.width, canvas.height);
  blend(photoPixels, placed, layers, blending, picture.data);
  context.putImageData(picture, 0, 0);
  drawScale(colorMap, range, { ...style, isSigned: map.isSigned, sign });
}

// The colours that occur, and the attributions at both ends and in the middle.
function drawScale({ table, isDiverging }, range, { isSigned, sign, gamma }) {
  const hasBothSigns = isSigned && isDiverging;
  const lowest = hasBothSigns ? -1 : 0;
  const bar = element("scale-bar");
  const context = bar.getContext("2d");
  const picture = context.createImageData(bar.width, 1);
  for (let x = 0; x < bar.width; x++) {
    const number = lowest + ((1 - lowest) * (x + 0.5)) / bar.width;
    const level = levelOf(sign * number, isDiverging);
    picture.data.set(table.subarray(3 * level, 3 * level + 3), 4 * x);
    picture.data[4 * x + 3] = 255;
  }
  context.putImageData(picture, 0, 0);
  const { low, high } = range;
  const first = hasBothSigns ? -high : low;
  const prefix = isSigned && !hasBothSigns ? "±" : "";
  const middle = hasBothSigns ? 0 : magnitudeOf(0.5, range, gamma);
  // What is nothing beside the upper end is 0.
  element("scale-low").textContent = shown(Math.abs(first) < high / 1e3 ? 0 : sign * first, 3);
  element("scale-middle").textContent = shown(sign * middle, 3, prefix);
  element("scale-high").textContent = shown(sign * high, 3, prefix);
}

// A number for people: a few digits, a real minus; `plus` in front of what is above 0.
function shown(number, digits, plus = "") {
  const size = Number(Math.abs(number).toPrecision(digits));
  const text = size !== 0 && size < 1e-3 ? size.toExponential() : String(size);
  if (size === 0) return "0";
  return (number < 0 ? "−" : plus) + text;
}

// MARK: - Reading values

// How many digits of a number of a packed map are known: three at most.
function digitsOf(value, { unit, steps }) {
  const known = Math.floor(Math.log10((Math.abs(value) * steps) / unit)) + 1;
  return Math.max(1, Math.min(3, known));
}

// The cells of the map that the photo covers.
const cells = {
  left: Math.floor((data.target.x * data.map.width) / data.model.width),
  top: Math.floor((data.target.y * data.map.height) / data.model.height),
  right: Math.ceil(((data.target.x + data.target.width) * data.map.width) / data.model.width) - 1,
  bottom:
    Math.ceil(((data.target.y + data.target.height) * data.map.height) / data.model.height) - 1,
};

// The cell that the keys move, if one is read.
let cursor = null;

// The cell below a place on the photo; null where the network saw nothing.
function cellAt(x, y) {
  const { source, target, model, map } = data;
  const across = (x - source.x) / source.width;
  const down = (y - source.y) / source.height;
  if (across < 0 || across >= 1 || down < 0 || down >= 1) return null;
  const column = Math.floor(((target.x + across * target.width) * map.width) / model.width);
  const row = Math.floor(((target.y + down * target.height) * map.height) / model.height);
  return { column, row };
}

// The place on the photo above the middle of a cell.
function placeOf({ column, row }) {
  const { source, target, model, map } = data;
  const across = (((column + 0.5) * model.width) / map.width - target.x) / target.width;
  const down = (((row + 0.5) * model.height) / map.height - target.y) / target.height;
  const within = (value, size) => Math.max(0, Math.min(size - 1, Math.floor(value)));
  return {
    x: within(source.x + across * source.width, data.photo.width),
    y: within(source.y + down * source.height, data.photo.height),
  };
}

// Says what lies at a pixel of the photo, whose cell is `cell`, and marks it on both pictures.
function read(x, y, cell) {
  cursor = cell ?? cursor;
  for (const marker of document.querySelectorAll(".marker")) {
    marker.hidden = false;
    marker.style.left = `${(100 * (x + 0.5)) / data.photo.width}%`;
    marker.style.top = `${(100 * (y + 0.5)) / data.photo.height}%`;
  }
  element("reading").dataset.state = cell ? "read" : "unseen";
  element("reading-place").textContent = `${x}, ${y}`;
  if (!cell) return;
  const index = cell.row * data.map.width + cell.column;
  const { sum, absolute } = maps;
  const smaller = sortedAbsolute.findIndex((value) => value >= absolute[index]);
  const rank = absolute.length > 1 ? (100 * smaller) / (absolute.length - 1) : 100;
  element("reading-value").textContent = shown(
    sum[index],
    digitsOf(sum[index], data.map.sum),
    "+",
  );
  element("reading-share").textContent =
    total > 0 ? `${shown((100 * absolute[index]) / total, 2)} %` : "–";
  element("reading-rank").textContent = rank.toFixed(1);
}

function forget() {
  cursor = null;
  element("reading").dataset.state = "empty";
  for (const marker of document.querySelectorAll(".marker")) marker.hidden = true;
}

function onPointer(event) {
  const box = event.currentTarget.getBoundingClientRect();
  const within = (share, size) => Math.max(0, Math.min(size - 1, Math.floor(share * size)));
  const x = within((event.clientX - box.left) / box.width, data.photo.width);
  const y = within((event.clientY - box.top) / box.height, data.photo.height);
  read(x, y, cellAt(x + 0.5, y + 0.5));
}

const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function onKey(event) {
  if (event.key === "Escape") return forget();
  const step = steps[event.key];
  if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const length = event.shiftKey ? 10 : 1;
  const middle = {
    column: (cells.left + cells.right + 1) >> 1,
    row: (cells.top + cells.bottom + 1) >> 1,
  };
  const from = cursor ?? middle;
  const cell = {
    column: Math.max(cells.left, Math.min(cells.right, from.column + length * step[0])),
    row: Math.max(cells.top, Math.min(cells.bottom, from.row + length * step[1])),
  };
  const { x, y } = placeOf(cell);
  read(x, y, cell);
}

// MARK: - The command

// Copies by selection where the clipboard is closed to pages; if that fails, the selection is left.
async function copyCommand() {
  const command = element("command");
  const status = element("copy-status");
  getSelection().selectAllChildren(command);
  let isCopied = false;
  try {
    await navigator.clipboard.writeText(command.textContent);
    isCopied = true;
  } catch {
    isCopied = document.execCommand("copy");
  }
  if (isCopied) getSelection().removeAllRanges();
  status.textContent = isCopied ? "Copied" : "Selected: press Ctrl+C or ⌘C";
  setTimeout(() => (status.textContent = ""), 4000);
}

// MARK: - Beginning

// Takes the pixels of the photo, in the size that it has in this page.
function takePhoto() {
  const context = canvas.getContext("2d", { willReadFrequently: true });
  canvas.width = photo.naturalWidth;
  canvas.height = photo.naturalHeight;
  context.drawImage(photo, 0, 0);
  if (Math.max(canvas.width, canvas.height) < 160) {
    for (const picture of [photo, canvas]) picture.dataset.isSmall = "";
  }
  photoPixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
}

async function begin() {
  await Promise.all([photo.decode(), takeMaps()]);
  takePhoto();
  reset();
  draw();
  controls.addEventListener("input", (event) => {
    if (event.target.name === "color-map") rememberColorMap();
    if (event.target.name === "polarity") followPolarity();
    if (event.target.name === "reduction") followReduction();
    if (event.target.name === "scale") followScale();
    schedule();
  });
  controls.addEventListener("submit", (event) => event.preventDefault());
  element("start-again").addEventListener("click", () => {
    reset();
    schedule();
  });
  for (const frame of document.querySelectorAll(".frame")) {
    frame.tabIndex = 0;
    frame.style.setProperty("--aspect", canvas.width / canvas.height);
    frame.addEventListener("pointermove", onPointer);
    frame.addEventListener("pointerdown", onPointer);
    frame.addEventListener("keydown", onKey);
  }
  element("copy").addEventListener("click", copyCommand);
  element("still").remove();
  for (const hidden of document.querySelectorAll("[data-needs-script]")) hidden.hidden = false;
}

// What is folded away would be missing on paper.
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details")) details.open = true;
});

begin();
