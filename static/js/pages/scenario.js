// SPDX-License-Identifier: EUPL-1.2
// A press on the map writes its place into the field that is open; the field takes the same from the keyboard.
import { placeAt } from "../lib/scenarioplace.js";

const pictures = document.querySelectorAll("[data-frame]");

function openField() {
  return document.querySelector(".scenario-change[open] input[name$='-where']");
}

function choose(picture, event) {
  const field = openField();
  if (!field) {
    return;
  }
  const turned = picture.getScreenCTM().inverse();
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(turned);
  field.value = placeAt(JSON.parse(picture.dataset.frame), point);
  field.focus();
}

for (const picture of pictures) {
  picture.addEventListener("click", (event) => choose(picture, event));
}

for (const part of document.querySelectorAll(".scenario-change")) {
  part.addEventListener("toggle", () => {
    for (const picture of pictures) {
      picture.toggleAttribute("data-choosing", Boolean(openField()));
    }
  });
}
