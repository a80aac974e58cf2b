// SPDX-License-Identifier: EUPL-1.2
// The editor of an index: while a weight moves, map, ranks and classes follow at once; the server's words follow it.

import { announce } from "../lib/announce.js";
import { weighed } from "../lib/composite.js";
import { formatNumber, pageLanguage, readNumber, typedNumber } from "../lib/format.js";
import { text } from "../lib/strings.js";
import { Board } from "../workshop/board.js";

// So long a weight has to rest before the server computes its intervals.
const REST = 350;
// While somebody pulls a slider only the map follows; its rows are put in order when it slows down.
const SLOW = 180;

const form = document.querySelector("[data-index-editor]");
const result = document.querySelector("[data-index-result]");
const state = document.querySelector("[data-index-state]");
let board = new Board(result);
let turn = 0;
let resting = null;
let frame = null;
let slowing = null;
let isSaved = !state.textContent;

/** Sliders and number fields say the same; a slider reaches as far as its number needs. */
function tieSliders() {
  for (const slider of form.querySelectorAll("[data-slider]")) {
    const field = document.getElementById(slider.dataset.slider);
    const follow = () => {
      const value = readNumber(field.value);
      if (Number.isNaN(value)) return;
      if (value > Number(slider.max)) slider.max = String(Math.ceil(value));
      slider.value = String(value);
      slider.setAttribute("aria-valuetext", field.value);
    };
    follow();
    slider.hidden = false;
    slider.addEventListener("input", () => {
      field.value = typedNumber(slider.value, { language: pageLanguage() });
      slider.setAttribute("aria-valuetext", field.value);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    field.addEventListener("change", follow);
  }
}

/** The present weight of a node of the model. */
function weightOf(node) {
  const name = node.part === undefined ? `d${node.domain}-weight` : `p${node.part}-weight`;
  const field = form.elements[name];
  return field?.value.trim() ? readNumber(field.value) : node.weight;
}

/** Once for each frame of the screen, however often a slider tells of itself. */
function repaint() {
  frame ??= requestAnimationFrame(() => {
    frame = null;
    const started = performance.now();
    const made = board.model && weighed(board.model, weightOf);
    if (!made) return;
    const moved = board.paintMap(made);
    board.say(moved === null ? "" : text("workshop.moved", { count: moved }));
    performance.measure("reweigh", { start: started });
    clearTimeout(slowing);
    slowing = setTimeout(() => tabulate(board, made), SLOW);
  });
}

/** The server may have written another table meanwhile: then this one is not on the page any more. */
function tabulate(of, made) {
  if (of === board) board.paintTable(made, (value) => formatNumber(value, 3, { language: pageLanguage() }));
}

function changed(event) {
  const control = event.target;
  if (!control.name || control.name.startsWith("new_")) return;
  isSaved = false;
  if (state.textContent !== text("workshop.unsaved")) state.textContent = text("workshop.unsaved");
  if (control.matches("[data-weight]")) repaint();
  if (result.getAttribute("aria-busy") !== "true") result.setAttribute("aria-busy", "true");
  clearTimeout(resting);
  // An answer that is under way speaks of what stood there before.
  turn += 1;
  resting = setTimeout(ask, REST);
}

/** Follow what was typed before this script was there. */
function catchUp() {
  for (const target of form.elements) {
    if (target.matches("input[type=text], input[type=number]") && target.value !== target.defaultValue) changed({ target });
  }
}

/** Let the server try the recipe out as the form says it, and put its words in their place. */
async function ask() {
  turn += 1;
  const asked = turn;
  const sent = new URLSearchParams(new FormData(form));
  sent.set("action", "preview");
  const response = await fetch(`${location.pathname}vorschau/`, {
    method: "POST", body: sent, credentials: "same-origin",
  }).catch(() => null);
  if (asked !== turn) return;
  if (!response?.ok || response.redirected) return void (await refused(response));
  const scrolled = result.querySelector(".index-ranks")?.scrollTop ?? 0;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  if (asked !== turn) return;
  result.replaceChildren(...fresh.body.childNodes);
  const table = result.querySelector(".index-ranks");
  if (table) table.scrollTop = scrolled;
  board = new Board(result);
  // Only now: whoever waits for it finds what was asked for.
  result.setAttribute("aria-busy", "false");
  announce(heard());
}

/** Say why there is no new result; the one before stays. */
async function refused(response) {
  result.setAttribute("aria-busy", "false");
  if (response?.status === 409) state.textContent = text("workshop.stale");
  else if (response?.status === 422) state.textContent = text("workshop.invalid", { problem: await response.text() });
  else state.textContent = text("workshop.failed");
}

/** What the new result says to somebody who does not see it: why there is no index, or that it is there and what moved. */
function heard() {
  const words = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";
  if (!board.body) return words(result.querySelector(".empty, .alert:last-of-type"));
  return `${text("workshop.computed")} ${words(result.querySelector("[data-index-moved]"))}`.trim();
}

tieSliders();
document.querySelector("[data-index-preview]").hidden = true;
form.addEventListener("input", changed);
catchUp();
form.addEventListener("submit", () => (isSaved = true));
addEventListener("beforeunload", (event) => {
  if (!isSaved) event.preventDefault();
});
