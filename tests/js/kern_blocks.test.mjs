// SPDX-License-Identifier: EUPL-1.2

import assert from "node:assert/strict";
import { test } from "node:test";

import { isKept, keepBlocks, statements } from "../../scripts/kern_blocks.mjs";

test("a rule of a block that is not kept goes, one of a kept block stays", () => {
  const css = ".kern-btn--primary{color:red}.kern-task-list__item{color:blue}";

  assert.equal(keepBlocks(css), ".kern-btn--primary{color:red}");
});

test("of a list of selectors only the kept ones stay", () => {
  assert.equal(keepBlocks(".kern-btn:not(.kern-card, .x),\n.kern-link{a:b}"), ".kern-link{a:b}");
});

test("a media query stays only with what is left in it", () => {
  const css = "@media print{.kern-card{a:b}}@media screen{.kern-card{a:b}:root{--x:1}}";

  assert.equal(keepBlocks(css), "@media screen{:root{--x:1}}");
});

test("braces and semicolons inside strings and comments part nothing", () => {
  const css = '/* } */ .kern-btn::before{content:"}\\"{;"} @charset "x;y"; a{b:c}';

  assert.deepEqual(statements(css).map(({ head }) => head), [".kern-btn::before", '@charset "x;y"', "a"]);
  assert.equal(keepBlocks(css), '.kern-btn::before{content:"}\\"{;"}\na{b:c}');
});

test("selectors without a block of KERN are kept", () => {
  assert.ok(isKept("body"));
  assert.ok(!isKept(".kern-dialog[open] body"));
});
