import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { GatewaySettings } from "../settings.ts";
import type { Call } from "./call.ts";
import { encodingFor } from "./negotiation.ts";
import type { Encoding } from "./negotiation.ts";

/** Sends a text that may be long, compressed where the client takes that and it is worth the work. */
export async function sendText(
  { request, response }: Pick<Call, "request" | "response">,
  status: number,
  contentType: string,
  text: string,
  { compressedBytesMin }: Pick<GatewaySettings, "compressedBytesMin">,
): Promise<void> {
  response.setHeader("vary", "Origin, Accept, Accept-Encoding, Authorization");
  // Counted in characters, which takes no pass over the text; there are never more of them than bytes.
  const encoding = text.length < compressedBytesMin ? null : encodingFor(request.headers["accept-encoding"]);
  if (encoding === null) {
    const bytes = Buffer.byteLength(text);
    response.writeHead(status, { "content-type": contentType, "content-length": bytes }).end(text);
    return;
  }
  const body = await compressed(text, encoding);
  response
    .writeHead(status, {
      "content-type": contentType,
      "content-encoding": encoding,
      "content-length": body.length,
    })
    .end(body);
}

const brotli = promisify<Buffer, object, Buffer>(brotliCompress);
const gzipped = promisify<Buffer, object, Buffer>(gzip);
/** Beyond these, a few per cent less of bytes cost twice the time. */
const brotliQuality = 2;
const gzipLevel = 3;

/** In Node's thread pool: a large answer holds up nobody else's. */
function compressed(text: string, encoding: Encoding): Promise<Buffer> {
  const bytes = Buffer.from(text, "utf8");
  if (encoding === "gzip") return gzipped(bytes, { level: gzipLevel });
  return brotli(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: brotliQuality,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}
