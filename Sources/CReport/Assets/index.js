// The page of a folder: sorts the table by any column, and filters its rows.

const table = document.getElementById("entries");
const rows = table ? [...table.tBodies[0].rows] : [];

// MARK: - Sorting

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

// What a row is sorted by in one column; null where there is no number.
function key(row, column, kind) {
  const cell = row.cells[column];
  if (kind === "text") return cell.textContent.trim();
  return cell.dataset.value === "" ? null : Number(cell.dataset.value);
}

// Sorts by a column; rows without a number stay last in both directions, and equal ones keep their
// order.
function sort(column, kind, isDescending) {
  const keyed = rows.map((row) => ({ row, value: key(row, column, kind) }));
  const direction = isDescending ? -1 : 1;
  keyed.sort((first, second) => {
    if (first.value === null || second.value === null) {
      return (first.value === null) - (second.value === null);
    }
    if (kind === "text") return direction * collator.compare(first.value, second.value);
    return direction * (first.value - second.value);
  });
  table.tBodies[0].append(...keyed.map(({ row }) => row));
}

function onSort(header) {
  const isDescending = header.ariaSort === "ascending";
  for (const other of table.tHead.rows[0].cells) {
    if (other.dataset.sort) other.ariaSort = "none";
  }
  header.ariaSort = isDescending ? "descending" : "ascending";
  sort(header.cellIndex, header.dataset.sort, isDescending);
}

// Headers become buttons, which have keys and focus of themselves.
function makeSortable(header) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...header.childNodes);
  header.append(button);
  header.ariaSort = "none";
  button.addEventListener("click", () => onSort(header));
}

// MARK: - Filtering

const filter = document.getElementById("filter");

// Shows the rows whose picture and class contain every word.
function applyFilter() {
  const words = filter.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    const text = `${row.cells[1].textContent} ${row.cells[2].textContent}`.toLocaleLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
    if (!row.hidden) shown += 1;
  }
  document.getElementById("none").hidden = shown > 0;
  document.getElementById("count").textContent = words.length
    ? `${shown} of ${rows.length}`
    : "";
}

// MARK: - Beginning

if (table) {
  for (const header of table.tHead.rows[0].cells) {
    if (header.dataset.sort) makeSortable(header);
  }
  filter.addEventListener("input", applyFilter);
  filter.form.addEventListener("submit", (event) => event.preventDefault());
  filter.form.hidden = false;
  applyFilter();
}
