// SPDX-License-Identifier: EUPL-1.2
// Types of areas and proposed social areas: draws the map, sorts the table, counts what is chosen. Without it both stand as tables.

import { announce } from "../lib/announce.js";
import { RequestError } from "../lib/request.js";
import { text } from "../lib/strings.js";
import { groupMarks } from "../map/groups.js";
import { MapView } from "../map/mapview.js";
import { makeSortable } from "../map/sorting.js";

const frame = document.querySelector("[data-map-frame]");
const form = document.querySelector("[data-group-form]");
const script = JSON.parse(document.getElementById("map-script")?.textContent ?? "null");

function rowOf(key) {
  return document.querySelector(`#map-table tr[data-key="${CSS.escape(key)}"]`);
}

/** Mark an area on the map and its row; an empty key marks none. */
function choose(view, key) {
  view.choose(key);
  for (const row of document.querySelectorAll("#map-table .table__row--focus")) row.classList.remove("table__row--focus");
  if (!key) return void announce(text("map.cleared"));
  rowOf(key)?.classList.add("table__row--focus");
  announce(text("map.chosen", { name: view.marks[view.placeOf(key)].name }));
}

function problem(error) {
  if (error && !(error instanceof RequestError)) throw error;
  frame.querySelector("[data-map-skeleton]").hidden = true;
  frame.querySelector("[data-map-problem]").hidden = !error;
  if (error) frame.querySelector("[data-map-problem-text]").textContent = text("map.failed");
}

async function draw(view) {
  try {
    await view.draw({ period: script, slice: null, outlines: script.outlines, words: script });
    problem(null);
  } catch (error) {
    problem(error);
  }
  performance.measure("first-map", { start: 0 });
}

async function startMap() {
  frame.hidden = false;
  const view = new MapView(frame, {
    onChoose: (key) => choose(view, key),
    onClear: () => choose(view, ""),
    marksFor: (names) => groupMarks(script, names, text),
  });
  frame.querySelector("[data-map-retry]").addEventListener("click", () => draw(view));
  makeSortable(document.querySelector("[data-map-table]"));
  await draw(view);
}

/** Say while boxes are ticked when they are too many; the server says it as well. */
function watchNumber() {
  const bound = form.querySelector("[data-group-count]");
  const boxes = [...form.querySelectorAll("[name=indikator]")];
  form.addEventListener("change", () => {
    const most = Number(bound.dataset.groupCount);
    const ticked = boxes.filter(({ checked }) => checked);
    for (const box of boxes) box.setCustomValidity("");
    if (ticked.length > most) ticked.at(-1).setCustomValidity(text("groups.many", { most, chosen: ticked.length }));
  });
}

if (form) watchNumber();
if (frame && script) await startMap();
