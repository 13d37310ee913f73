import type { IncomingMessage } from "node:http";
import { AppError } from "@wegraph/kit/errors";

/** @throws AppError BODY_TOO_LARGE (413) without having read more than the limit. */
export function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers["content-length"] ?? 0) > bytesMax) return reject(tooLarge(bytesMax));
    const chunks: Buffer[] = [];
    let bytes = 0;
    const onData = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= bytesMax) return chunks.push(chunk);
      request.off("data", onData);
      request.pause();
      return reject(tooLarge(bytesMax));
    };
    request.on("data", onData);
    request.once("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.once("error", reject);
    request.once("close", () => {
      if (!request.complete)
        reject(new AppError("INVALID_INPUT", "BODY_INCOMPLETE", "The body ended early."));
    });
  });
}

function tooLarge(bytesMax: number): AppError {
  return new AppError("INVALID_INPUT", "BODY_TOO_LARGE", `A body may have ${bytesMax} bytes at most.`, {
    bytesMax,
  });
}
