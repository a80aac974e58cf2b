// SPDX-License-Identifier: EUPL-1.2
// Builds what the pages use of the npm packages into the git-ignored static/build/: nothing of them is committed,
// nothing is loaded from a foreign host.
import { cp, mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const target = join(root, "static", "build");
const kern = join(root, "node_modules", "@kern-ux", "native", "dist");

const styles = [
  [join(kern, "kern.min.css"), "kern.css"],
  [join(kern, "fonts", "fira-sans.css"), "fira-sans.css"],
];

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
for (const [source, name] of styles) {
  await build({
    entryPoints: [source],
    outfile: join(target, name),
    bundle: true,
    minify: true,
    logLevel: "warning",
    loader: { ".woff2": "file", ".woff": "file" },
    assetNames: "fonts/[name]",
  });
}
await cp(join(root, "node_modules", "@kern-ux", "native", "LICENSE.md"), join(target, "KERN-LICENSE.md"));
