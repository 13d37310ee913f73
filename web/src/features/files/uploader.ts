import * as z from "zod/mini";
import { detailsOf, RefusedError } from "../../session/authApi.ts";

const refusal = z.object({
  errors: z.tuple(
    [z.object({ message: z.string(), extensions: z.looseObject({ code: z.string(), reason: z.string() }) })],
    z.unknown(),
  ),
});

export interface SendOptions {
  url: string;
  token: string;
  signal: AbortSignal;
  /** Bytes that have left so far. */
  onProgress: (sent: number) => void;
}

/** Brings the bytes of a file. By XMLHttpRequest: fetch does not tell how far it is. @throws RefusedError */
export function sendFile(file: Blob, { url, token, signal, onProgress }: SendOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    request.setRequestHeader("authorization", `Bearer ${token}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.addEventListener("progress", ({ loaded }) => onProgress(loaded));
    request.addEventListener("load", () =>
      request.status < 300 ? resolve() : reject(refusalIn(request.responseText, request.statusText)),
    );
    request.addEventListener("error", () => reject(new RefusedError("", "UNAVAILABLE", "NETWORK")));
    request.addEventListener("abort", () => reject(new DOMException("cancelled", "AbortError")));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

function refusalIn(text: string, fallback: string): RefusedError {
  const answer = refusal.safeParse(parsed(text));
  // Otherwise it is not an answer of ours: a proxy's, say.
  if (!answer.success) return new RefusedError(fallback, "UNAVAILABLE", "");
  const [{ message, extensions }] = answer.data.errors;
  return new RefusedError(message, extensions.code, extensions.reason, detailsOf(extensions));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
