// Writes LICENCES.txt: of the packages that ended up in the bundle, the versions and the licences.
import { readFileSync, writeFileSync } from "node:fs";

const { inputs } = JSON.parse(readFileSync("node_modules/bundled.json"));
const names = Object.keys(inputs).map((path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]);
const texts = [...new Set(names.filter(Boolean))].sort().map((name) => {
  const { version, license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`));
  return `${name} ${version} (${license})\n\n${readFileSync(`node_modules/${name}/LICENSE`, "utf-8").trim()}\n`;
});
writeFileSync("LICENCES.txt", `codemirror.js is made of these packages.\n\n${texts.join("\n\n")}`);
