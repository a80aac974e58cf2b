// SPDX-License-Identifier: EUPL-1.2
// The slides of an edition in a file of their own: one at a time, by keys, buttons and swipes. It lies in the file itself.

const root = document.documentElement;
const slides = [...document.querySelectorAll(".slide")];
const bar = document.querySelector("[data-bar]");
const place = bar.querySelector("[data-place]");
const forth = ["ArrowRight", "ArrowDown", "PageDown", " "];
const back = ["ArrowLeft", "ArrowUp", "PageUp"];
const SWIPE = 60;
let at = 0;

function show(number, { focus = true } = {}) {
  at = Math.min(slides.length - 1, Math.max(0, number));
  slides.forEach((slide, other) => (slide.hidden = other !== at));
  place.textContent = place.dataset.of.replace("{at}", at + 1).replace("{count}", slides.length);
  bar.querySelector("[data-back]").setAttribute("aria-disabled", String(at === 0));
  bar.querySelector("[data-forth]").setAttribute("aria-disabled", String(at === slides.length - 1));
  history.replaceState(null, "", `#${slides[at].id}`);
  // Whoever listens hears the slide; its heading is what it says.
  if (focus) slides[at].querySelector("h1, h2").focus({ preventScroll: true });
  scrollTo(0, 0);
}

function wholeScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else root.requestFullscreen?.();
}

function isBusy({ target }) {
  return target.closest?.("summary, a, button, [tabindex='0']");
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { key } = event;
  // A table that scrolls, and what is unfolded, keep their own keys.
  if (isBusy(event) && (key === " " || key.startsWith("Arrow") || key === "Enter")) return;
  if (forth.includes(key)) show(at + (key === " " && event.shiftKey ? -1 : 1));
  else if (back.includes(key)) show(at - 1);
  else if (key === "Home") show(0);
  else if (key === "End") show(slides.length - 1);
  else if (key === "f" || key === "F") wholeScreen();
  else return;
  event.preventDefault();
});

bar.querySelector("[data-back]").addEventListener("click", () => show(at - 1, { focus: false }));
bar.querySelector("[data-forth]").addEventListener("click", () => show(at + 1, { focus: false }));
const whole = bar.querySelector("[data-whole]");
whole.hidden = !root.requestFullscreen;
whole.addEventListener("click", wholeScreen);

let from = null;
addEventListener("touchstart", ({ touches }) => (from = touches.length === 1 ? touches[0].clientX : null), { passive: true });
addEventListener("touchend", (event) => {
  if (from === null || event.target.closest(".slide__table")) return;
  const way = event.changedTouches[0].clientX - from;
  if (Math.abs(way) > SWIPE) show(at + (way < 0 ? 1 : -1));
}, { passive: true });

addEventListener("hashchange", () => {
  const asked = slides.findIndex((slide) => `#${slide.id}` === location.hash);
  if (asked >= 0 && asked !== at) show(asked);
});

for (const heading of document.querySelectorAll(".slide h1, .slide h2")) heading.tabIndex = -1;
root.classList.add("is-shown");
bar.hidden = false;
show(Math.max(0, slides.findIndex((slide) => `#${slide.id}` === location.hash)), { focus: false });
