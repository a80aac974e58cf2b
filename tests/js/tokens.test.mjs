// SPDX-License-Identifier: EUPL-1.2
// Colours stand in the tokens and nowhere else; every token that is used exists.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const ROOT = new URL("../../static/css/", import.meta.url);
const sheets = readdirSync(ROOT, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith(".css"));
const textOf = (name) => readFileSync(new URL(name, ROOT), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
const defined = new Set(sheets.flatMap((name) => [...textOf(name).matchAll(/(--[\w-]+)\s*:/g)].map(([, token]) => token)));

test("colours stand in the tokens alone", () => {
  const colour = /#[0-9a-f]{3,8}\b(?!["'])|\b(?:rgb|hsl|oklch|oklab|color-mix)a?\(/gi;
  for (const name of sheets.filter((sheet) => sheet !== "tokens.css")) {
    const found = textOf(name).replace(/url\([^)]*\)/g, "").match(colour);
    assert.equal(found, null, `${name}: ${found}`);
  }
});

test("every token that a style sheet uses is defined, by us or by KERN", () => {
  for (const name of sheets) {
    for (const [, token, fallback] of textOf(name).matchAll(/var\((--[\w-]+)\s*(,)?/g)) {
      const isSetByScript = Boolean(fallback) || token.startsWith("--kern-");
      assert.ok(isSetByScript || defined.has(token), `${name}: ${token}`);
    }
  }
});

test("no style sheet needs to shout", () => {
  for (const name of sheets) assert.ok(!textOf(name).includes("!important"), name);
});
