import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { S3Bucket } from "./s3.bucket.ts";
import type { Stored } from "./s3.bucket.ts";
import { sha256, signatureFault } from "./signature.ts";
import type { Credentials } from "./signature.ts";

export interface S3SimulatorOptions extends Credentials {
  bucket: string;
  clock?: () => Date;
  /** Of a list; S3's own thousand unless given. */
  pageSize?: number;
}

/** What goes wrong with the next requests, one after the other. */
export type S3Fault = "SLOW_DOWN" | "INTERNAL" | "DROP" | "LATE_ERROR";

interface Asked {
  key: string;
  query: URLSearchParams;
  body: Buffer;
  range: string | undefined;
}

/** A store that speaks S3 over HTTP, by path, and answers nobody whose signature is not right. */
export async function startS3Simulator(options: S3SimulatorOptions) {
  const { bucket: name, clock = () => new Date(), pageSize = 1_000 } = options;
  const bucket = new S3Bucket(clock);
  const faults: S3Fault[] = [];
  const server = createServer((request, response) => {
    read(request)
      .then((body) => {
        const fault = faults.shift();
        if (fault === "DROP") return void request.socket.destroy();
        if (fault === "SLOW_DOWN") return refuse(response, 503, "SlowDown");
        if (fault === "INTERNAL") return refuse(response, 500, "InternalError");
        const url = request.url ?? "/";
        const { method = "GET", headers } = request;
        const unsigned = signatureFault({ method, url, headers }, options);
        if (unsigned !== null) return refuse(response, 403, unsigned);
        if (headers["x-amz-content-sha256"] !== sha256(body))
          return refuse(response, 400, "XAmzContentSHA256Mismatch");
        const { pathname, searchParams: query } = new URL(url, "http://s3");
        if (pathname !== `/${name}` && !pathname.startsWith(`/${name}/`))
          return refuse(response, 404, "NoSuchBucket");
        if (fault === "LATE_ERROR") return xml(response, "<Error><Code>InternalError</Code></Error>");
        const key = decodeURIComponent(pathname.slice(name.length + 2));
        return answer(response, bucket, { method, pageSize }, { key, query, body, range: headers.range });
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port to listen at");
  return {
    url: `http://127.0.0.1:${address.port}`,
    bucket,
    /** The next requests fail in this way; a late error is one that comes after a 200. */
    fail: (...with_: S3Fault[]) => void faults.push(...with_),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(
  response: ServerResponse,
  bucket: S3Bucket,
  { method, pageSize }: { method: string; pageSize: number },
  { key, query, body, range }: Asked,
): void {
  if (key === "" && method === "GET")
    return query.has("uploads") ? listUploads(response, bucket) : list(response, bucket, query, pageSize);
  const uploadId = query.get("uploadId");
  if (method === "POST" && query.has("uploads"))
    return xml(
      response,
      `<InitiateMultipartUploadResult><UploadId>${bucket.begin(key)}</UploadId></InitiateMultipartUploadResult>`,
    );
  if (method === "POST" && uploadId !== null) return complete(response, bucket, uploadId, body.toString());
  if (method === "PUT" && uploadId !== null) {
    const part = bucket.putPart(uploadId, Number(query.get("partNumber")), body);
    return typeof part === "string"
      ? refuse(response, 404, part)
      : void response.setHeader("etag", part.etag).end();
  }
  if (method === "PUT") return void response.setHeader("etag", bucket.put(key, body).etag).end();
  if (method === "DELETE") {
    if (uploadId === null) bucket.objects.delete(key);
    else bucket.uploads.delete(uploadId);
    return void response.writeHead(204).end();
  }
  const found = bucket.objects.get(key);
  if (!found) return refuse(response, 404, "NoSuchKey");
  return give(response, found, { isHead: method === "HEAD", range });
}

function give(
  response: ServerResponse,
  { bytes, etag }: Stored,
  { isHead, range }: { isHead: boolean; range: string | undefined },
): void {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
  const part = first === undefined ? bytes : bytes.subarray(Number(first), Number(last) + 1);
  response.writeHead(first === undefined ? 200 : 206, { etag, "content-length": part.length });
  response.end(isHead ? undefined : part);
}

function complete(response: ServerResponse, bucket: S3Bucket, uploadId: string, body: string): void {
  const named = [...body.matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>(.*?)<\/ETag>/g)].map(
    ([, number, etag]) => ({
      number: Number(number),
      etag: (etag ?? "").replaceAll("&quot;", '"'),
    }),
  );
  const fault = bucket.complete(uploadId, named);
  if (fault !== null) return refuse(response, fault === "NoSuchUpload" ? 404 : 400, fault);
  return xml(response, "<CompleteMultipartUploadResult><ETag>whole</ETag></CompleteMultipartUploadResult>");
}

function list(response: ServerResponse, bucket: S3Bucket, query: URLSearchParams, pageSize: number): void {
  const prefix = query.get("prefix") ?? "";
  const after = query.get("continuation-token") ?? "";
  const keys = [...bucket.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).toSorted();
  const page = keys.slice(0, pageSize);
  const contents = page.map((key) => {
    const stored = bucket.objects.get(key);
    return `<Contents><Key>${key}</Key><LastModified>${stored?.at.toISOString()}</LastModified><Size>${stored?.bytes.length}</Size></Contents>`;
  });
  const next = keys.length > pageSize ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : "";
  xml(response, `<ListBucketResult>${contents.join("")}${next}</ListBucketResult>`);
}

function listUploads(response: ServerResponse, bucket: S3Bucket): void {
  const uploads = [...bucket.uploads].map(
    ([id, { key, at }]) =>
      `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${at.toISOString()}</Initiated></Upload>`,
  );
  xml(response, `<ListMultipartUploadsResult>${uploads.join("")}</ListMultipartUploadsResult>`);
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response
    .writeHead(status, { "content-type": "application/xml" })
    .end(`<Error><Code>${code}</Code></Error>`);
}

function xml(response: ServerResponse, body: string): void {
  response
    .writeHead(200, { "content-type": "application/xml" })
    .end(`<?xml version="1.0" encoding="UTF-8"?>${body}`);
}
