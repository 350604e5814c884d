/* Builds the player and the pages of the facilitator, the preview and reports: `node build.mjs` writes src/scormbuild/static, `--check` fails where the committed files differ
   from what the sources build, `--tests` bundles the tests for `node --test`, `--script FILE` writes a bundle of FILE
   for browsers to the standard output. */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(fileURLToPath(import.meta.url));
const source = join(root, "src", "scormbuild");

/** `virtual:components`: what every component's behaviour.ts exports. Adding a component touches its folder only. */
const components = {
  name: "components",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^virtual:components$/ }, ({ path }) => ({ path, namespace: "components" }));
    onLoad({ filter: /.*/, namespace: "components" }, () => {
      const folder = join(source, "components");
      const names = readdirSync(folder)
        .filter((name) => existsSync(join(folder, name, "behaviour.ts")))
        .sort();
      const imports = names.map((name) => `import ${name} from "./${name}/behaviour.ts";`);
      return {
        contents: `${imports.join("\n")}\nexport const behaviours = { ${names.join(", ")} };`,
        resolveDir: folder,
      };
    });
  },
};

/** `virtual:text-codec`: the codec itself, or, in a player, what a script before it has left: courses in which nobody writes do without. */
const textCodec = (isApart) => ({
  name: "text-codec",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^virtual:text-codec$/ }, ({ path }) => ({ path, namespace: "text-codec" }));
    onLoad({ filter: /.*/, namespace: "text-codec" }, () => ({
      contents: isApart ? "export const newTextCodec = (primer) => globalThis.newTextCodec(primer);" : 'export { newTextCodec } from "./text-codec.ts";',
      resolveDir: join(source, "player", "state"),
    }));
  },
});

const common = { absWorkingDir: root, bundle: true, charset: "utf8", legalComments: "none", logLevel: "warning", write: false };

/** A script for browsers, from one source file; with the text codec in it, or `isApart`. */
async function script(file, isApart = false) {
  const { outputFiles } = await build({
    ...common,
    entryPoints: [file],
    format: "iife",
    minify: true,
    plugins: [components, textCodec(isApart)],
    target: ["es2019", "chrome80", "safari14.1"],
  });
  return outputFiles[0].contents;
}

async function bundleTests() {
  const folder = join(root, "tests", "player");
  const target = join(root, "build", "player-tests");
  rmSync(target, { recursive: true, force: true });
  const { outputFiles } = await build({
    ...common,
    entryPoints: readdirSync(folder).filter((name) => name.endsWith(".test.ts")).map((name) => join(folder, name)),
    format: "esm",
    outExtension: { ".js": ".mjs" },
    outdir: target,
    platform: "node",
    plugins: [components, textCodec(false)],
    sourcemap: "inline",
  });
  mkdirSync(target, { recursive: true });
  outputFiles.forEach(({ path, contents }) => writeFileSync(join(target, basename(path)), contents));
}

const wanted = process.argv.indexOf("--script") + 1;
if (process.argv.includes("--tests")) {
  await bundleTests();
} else if (wanted > 0) {
  process.stdout.write(await script(process.argv[wanted]));
} else {
  const players = readdirSync(join(source, "player", "entries")).map((name) => join("player", "entries", name));
  const apart = [join("booklet", "booklet.ts"), join("booklet", "word.ts"), join("certificate", "certificate.ts"), join("languages", "languages.ts"), "roles.ts"].map((path) => join("player", path));
  for (const path of [...players, ...apart, join("facilitator", "facilitator.ts"), join("preview", "preview.ts"), join("records", "report", "report.ts"), join("records", "watch", "watch.ts")]) {
    const entry = basename(path, ".ts");
    const file = join(source, "static", `${entry}.js`);
    const built = Buffer.from(await script(join("src", "scormbuild", path), true));
    if (!process.argv.includes("--check")) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, built);
    } else if (!existsSync(file) || !readFileSync(file).equals(built)) {
      console.error(`src/scormbuild/static/${entry}.js is not what the sources build: run \`make player\` and commit it`);
      process.exitCode = 1;
    }
  }
}
