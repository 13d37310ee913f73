import { Readable } from "node:stream";
import { request } from "undici";
import { AppError, errorCodes } from "@wegraph/kit/errors";
import { fileAnswerHeaders, filePrefix, headersAmong } from "@wegraph/kit/files";
import type { FileAnswer, FileRequest } from "@wegraph/kit/files";
import { PrincipalSeal } from "@wegraph/kit/principal";
import { z } from "zod";
import type { Files } from "./http/files.ts";

const timeoutMs = 30_000;

const refusalShape = z.object({
  error: z.object({
    code: z.enum(errorCodes),
    reason: z.custom<Uppercase<string>>((value) => typeof value === "string" && /^[A-Z_]+$/.test(value)),
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
  }),
});

/** Hands files on to the subgraphs' own servers, at `/files/<subgraph>/…` beside their GraphQL. */
export function forwardFiles(urls: ReadonlyMap<string, string>, seal: PrincipalSeal): Files {
  return Object.fromEntries(
    [...urls].map(([name, url]) => [
      name,
      (call: FileRequest) => forward(name, new URL(url).origin, call, seal),
    ]),
  );
}

async function forward(
  name: string,
  origin: string,
  { method, path, query, headers, body, principal, correlationId }: FileRequest,
  seal: PrincipalSeal,
): Promise<FileAnswer> {
  const target = new URL(`${filePrefix}${name}/${path}`, origin);
  target.search = query.toString();
  const brings = method === "POST" || method === "PUT";
  const answer = await request(target, {
    method,
    headers: {
      ...headers,
      [PrincipalSeal.header]: seal.seal(principal, name),
      "x-request-id": correlationId,
    },
    ...(brings && { body: Readable.from(body) }),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  }).catch((cause: unknown) => {
    throw new AppError(
      "UNAVAILABLE",
      "SUBGRAPH_UNREACHABLE",
      "Nobody is there to take this right now.",
      {},
      { cause },
    );
  });
  const status = answer.statusCode;
  if (status === 401 || status === 422 || status >= 500)
    throw refusalIn(Buffer.from(await answer.body.arrayBuffer()));
  return { status, headers: headersAmong(fileAnswerHeaders, answer.headers), body: answer.body };
}

/** The subgraph's own refusal, as it was thrown there. */
function refusalIn(bytes: Buffer): AppError {
  try {
    const { error } = refusalShape.parse(JSON.parse(bytes.toString("utf8")));
    const { code, reason, message, details } = error;
    return new AppError(code, reason, message, details);
  } catch (cause) {
    return new AppError(
      "UNAVAILABLE",
      "SUBGRAPH_UNREACHABLE",
      "The answer could not be read.",
      {},
      { cause },
    );
  }
}
