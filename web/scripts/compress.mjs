import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const [brotli, zip] = [promisify(brotliCompress), promisify(gzip)];
/** Below this the headers of a compressed answer cost more than it saves. */
const leastBytes = 1_024;

/**
 * Writes a .br and a .gz beside each text file of the build. The gateway hands these out as they are:
 * compressed once here, and well, rather than in a hurry for every visitor.
 * @returns {import("vite").Plugin}
 */
export function compress() {
  /** @type {string} */
  let folder;
  return {
    name: "compress",
    apply: "build",
    configResolved({ root, build }) {
      folder = resolve(root, build.outDir);
    },
    async closeBundle() {
      const files = await readdir(folder, { recursive: true });
      await Promise.all(
        files
          .filter((file) => /\.(?:css|html|js|svg)$/.test(file))
          .map(async (file) => await compressFile(join(folder, file))),
      );
    },
  };
}

/** @param {string} file */
async function compressFile(file) {
  const content = await readFile(file);
  if (content.length < leastBytes) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 10 };
  await Promise.all([
    writeFile(`${file}.br`, await brotli(content, { params })),
    writeFile(`${file}.gz`, await zip(content, { level: 9 })),
  ]);
}
