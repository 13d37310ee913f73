import type { IncomingMessage } from "node:http";
import { AppError } from "@wegraph/kit/errors";
import { bodyTooLarge } from "@wegraph/kit/files";

/** A body that takes longer to arrive is given up. */
const receiveTimeoutMs = 30_000;

/** @throws AppError BODY_TOO_LARGE (413) without having read more than the limit, BODY_TOO_SLOW (408). */
export function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers["content-length"] ?? 0) > bytesMax) return reject(bodyTooLarge(bytesMax));
    const chunks: Buffer[] = [];
    let bytes = 0;
    const onData = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= bytesMax) return chunks.push(chunk);
      request.off("data", onData);
      request.pause();
      return reject(bodyTooLarge(bytesMax));
    };
    const timer = setTimeout(() => {
      request.off("data", onData);
      request.pause();
      reject(tooSlow);
    }, receiveTimeoutMs);
    request.on("data", onData);
    request.once("end", () => {
      clearTimeout(timer);
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
    request.once("error", reject);
    request.once("close", () => {
      clearTimeout(timer);
      if (!request.complete)
        reject(new AppError("INVALID_INPUT", "BODY_INCOMPLETE", "The body ended early."));
    });
  });
}

const tooSlow = new AppError("TIMEOUT", "BODY_TOO_SLOW", "The body did not come in time.");
