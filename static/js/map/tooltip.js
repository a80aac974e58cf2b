// SPDX-License-Identifier: EUPL-1.2
// The small note beside an area: on hover and on focus, it can be entered, and Escape closes it (WCAG 1.4.13).

const GAP = 14;
const LINGER = 250;

/** Where the note stands inside its frame: right below the point, turned where it would leave the frame. */
export function placed({ x, y }, size, frame) {
  const left = x + GAP + size.width > frame.width ? x - GAP - size.width : x + GAP;
  const top = y + GAP + size.height > frame.height ? y - GAP - size.height : y + GAP;
  return {
    left: Math.max(0, Math.min(left, frame.width - size.width)),
    top: Math.max(0, top),
  };
}

/** One note in `frame`; `lines` is an array of {text, strong}. */
export class Tooltip {
  constructor(frame, { onLeave = () => {} } = {}) {
    this.frame = frame;
    this.element = frame.querySelector("[data-map-tooltip]");
    this.timer = null;
    this.element.addEventListener("pointerenter", () => clearTimeout(this.timer));
    this.element.addEventListener("pointerleave", () => {
      this.hide();
      onLeave();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.hide();
    });
  }

  get isOpen() {
    return !this.element.hidden;
  }

  show(lines, point) {
    clearTimeout(this.timer);
    this.element.replaceChildren(...lines.map(({ text, strong }) => {
      const line = document.createElement(strong ? "strong" : "span");
      line.textContent = text;
      return line;
    }));
    this.element.hidden = false;
    this.move(point);
  }

  move(point) {
    const size = { width: this.element.offsetWidth, height: this.element.offsetHeight };
    const frame = { width: this.frame.clientWidth, height: this.frame.clientHeight };
    const { left, top } = placed(point, size, frame);
    this.element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  /** Close after a moment, so that the pointer can reach the note. */
  hideSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.hide(), LINGER);
  }

  hide() {
    clearTimeout(this.timer);
    this.element.hidden = true;
  }
}
