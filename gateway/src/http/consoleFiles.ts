import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, readdir, stat } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { AppError } from "@wegraph/kit/errors";
import type { Call } from "./call.ts";
import { encodingFor } from "./negotiation.ts";
import type { Encoding } from "./negotiation.ts";

interface Encoded {
  file: string;
  bytes: number;
}

interface ConsoleFile {
  type: string;
  etag: string;
  immutable: boolean;
  plain: Encoded;
  /** By content coding, what the build compressed beforehand. */
  compressed: ReadonlyMap<Encoding, Encoded>;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".ico": "image/x-icon",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};
const codings: readonly (readonly [Encoding, string])[] = [
  ["br", ".br"],
  ["gzip", ".gz"],
];
/** The build puts a hash of the content into these names, so what a name stands for never changes. */
const hashed = /-[\w-]{8,}\.\w+$/;

/**
 * The built console. Its files are listed once at start and looked up by path, so no request can name a file
 * outside; a path that is no file is a route of the console, which its index page knows.
 */
export class ConsoleFiles {
  private constructor(private readonly files: ReadonlyMap<string, ConsoleFile>) {}

  static async open(directory: string): Promise<ConsoleFiles> {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const sizes = new Map<string, Encoded>();
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      sizes.set(`/${relative(directory, file).split(sep).join("/")}`, {
        file,
        bytes: (await stat(file)).size,
      });
    }
    const files = new Map<string, ConsoleFile>();
    for (const [path, plain] of sizes) {
      if (isCompressed(path, sizes)) continue;
      const compressed = codings.flatMap(([coding, suffix]) => {
        const found = sizes.get(path + suffix);
        return found ? [[coding, found] as const] : [];
      });
      files.set(path, {
        type: types[extname(path)] ?? "application/octet-stream",
        // Weak, because the same tag stands for every coding of the file.
        etag: `W/"${createHash("sha256")
          .update(await readFile(plain.file))
          .digest("base64url")
          .slice(0, 22)}"`,
        immutable: path.includes("/assets/") && hashed.test(path),
        plain,
        compressed: new Map(compressed),
      });
    }
    return new ConsoleFiles(files);
  }

  async handle({ request, response, method, path }: Call): Promise<void> {
    const found = this.find(path);
    if (!found || (method !== "GET" && method !== "HEAD"))
      throw new AppError("NOT_FOUND", "PATH_UNKNOWN", "There is nothing here.");
    response.setHeader("cache-control", found.immutable ? "public, max-age=31536000, immutable" : "no-cache");
    response.setHeader("etag", found.etag);
    response.setHeader("vary", "Accept-Encoding");
    const known = request.headers["if-none-match"]?.split(",").map((tag) => tag.trim());
    if (known?.includes(found.etag)) return void response.writeHead(304).end();

    const coding = encodingFor(request.headers["accept-encoding"]);
    const compressed = coding && found.compressed.get(coding);
    if (compressed) response.setHeader("content-encoding", coding);
    const body = compressed ?? found.plain;
    response.writeHead(200, { "content-type": found.type, "content-length": body.bytes });
    if (method === "HEAD") return void response.end();
    await pipeline(createReadStream(body.file), response);
  }

  /** The file itself, the page of its folder, or the console's page for any other route. */
  private find(path: string): ConsoleFile | undefined {
    const page = `${path.endsWith("/") ? path.slice(0, -1) : path}/index.html`;
    const { files } = this;
    return files.get(path) ?? files.get(page) ?? (isRoute(path) ? files.get("/index.html") : undefined);
  }
}

function isCompressed(path: string, files: ReadonlyMap<string, unknown>): boolean {
  return codings.some(([, suffix]) => path.endsWith(suffix) && files.has(path.slice(0, -suffix.length)));
}

/** A page's address has no extension; a missing script must not be answered with a page. */
function isRoute(path: string): boolean {
  return extname(path) === "";
}
