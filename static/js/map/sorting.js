// SPDX-License-Identifier: EUPL-1.2
// Sorting of the table of areas: a button in each column head.

/** Order of two cells: numbers first by size, texts by German rules, cells without a number always last. */
export function compareCells(first, second, { numeric, descending }) {
  const sign = descending ? -1 : 1;
  if (!numeric) return sign * first.localeCompare(second, "de");
  const [a, b] = [first === "" ? NaN : Number(first), second === "" ? NaN : Number(second)];
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return sign * (a - b);
}

function cellKey(row, column) {
  const cell = row.cells[column];
  return cell.dataset.sort ?? cell.textContent.trim();
}

function sortBy(table, head, descending) {
  const body = table.tBodies[0];
  const column = head.cellIndex;
  const numeric = head.hasAttribute("data-numeric");
  const rows = [...body.rows].map((row) => ({ row, key: cellKey(row, column) }));
  rows.sort((a, b) => compareCells(a.key, b.key, { numeric, descending }));
  body.replaceChildren(...rows.map(({ row }) => row));
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", descending ? "descending" : "ascending");
}

/** Turn the column heads marked data-sortable into buttons. */
export function makeSortable(table) {
  for (const head of table.tHead.rows[0].cells) {
    if (!head.hasAttribute("data-sortable")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "map-table__sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      // Figures start with the largest, words with A.
      const first = head.hasAttribute("data-numeric");
      const sorted = head.getAttribute("aria-sort");
      sortBy(table, head, sorted ? sorted === "ascending" : first);
    });
  }
}
