// SPDX-License-Identifier: EUPL-1.2
// Keeps of KERN's style sheet its tokens, its base and the blocks that our templates use: a tenth of the whole.

export const KEPT_BLOCKS = [
  "kern-layer",
  "kern-light",
  "kern-dark",
  "kern-level",
  "kern-sr-only",
  "kern-btn",
  "kern-label",
  "kern-link",
  "kern-loader",
  "kern-progress",
];

// The page frame says itself how fast it scrolls and where its gutters are.
const DROPPED_AT_RULES = /^@(charset|import)/;

/** Split a style sheet into its top-level statements: `{ head, body }`, body null for a statement without a block. */
export function statements(css) {
  const found = [];
  let depth = 0;
  let start = 0;
  let open = -1;
  const text = css.replace(/\/\*[\s\S]*?\*\//g, "");
  for (let place = 0; place < text.length; place += 1) {
    const sign = text[place];
    if (sign === '"' || sign === "'") {
      place = endOfString(text, place);
    } else if (sign === "{") {
      if (depth === 0) open = place;
      depth += 1;
    } else if (sign === "}") {
      depth -= 1;
      if (depth === 0) {
        found.push({ head: text.slice(start, open).trim(), body: text.slice(open + 1, place) });
        start = place + 1;
      }
    } else if (sign === ";" && depth === 0) {
      found.push({ head: text.slice(start, place).trim(), body: null });
      start = place + 1;
    }
  }
  return found;
}

function endOfString(text, place) {
  const quote = text[place];
  let end = place + 1;
  while (end < text.length && text[end] !== quote) end += text[end] === "\\" ? 2 : 1;
  return end;
}

/** Say whether a selector speaks of kept blocks only. */
export function isKept(selector) {
  const blocks = selector.match(/\.kern-[a-z0-9-]+/g) ?? [];
  return blocks.every((block) => KEPT_BLOCKS.some((kept) => block.slice(1).startsWith(kept)));
}

/** Return the style sheet without the rules of blocks that are not kept. */
export function keepBlocks(css) {
  return statements(css).map(keptStatement).filter(Boolean).join("\n");
}

function keptStatement({ head, body }) {
  if (DROPPED_AT_RULES.test(head) || body === null) return "";
  if (head.startsWith("@media") || head.startsWith("@supports")) {
    const inner = keepBlocks(body);
    return inner ? `${head}{${inner}}` : "";
  }
  if (head.startsWith("@")) return `${head}{${body}}`;
  const selectors = splitSelectors(head).filter(isKept);
  return selectors.length ? `${selectors.join(",")}{${body}}` : "";
}

function splitSelectors(head) {
  const parts = [];
  let depth = 0;
  let start = 0;
  for (let place = 0; place < head.length; place += 1) {
    if ("([".includes(head[place])) depth += 1;
    else if (")]".includes(head[place])) depth -= 1;
    else if (head[place] === "," && depth === 0) {
      parts.push(head.slice(start, place).trim());
      start = place + 1;
    }
  }
  parts.push(head.slice(start).trim());
  return parts;
}
