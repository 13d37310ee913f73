import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { AwsV4Signer } from "aws4fetch";
import { Agent, request } from "undici";
import type { Dispatcher } from "undici";
import { backOffMs } from "@wegraph/kit/backOff";

export interface S3Settings {
  /** "http://minio:9000"; buckets are addressed by path. */
  endpoint: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
}

export interface S3Call {
  method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  /** Empty: the bucket itself. */
  key: string;
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  body?: Buffer;
}

export type S3Answer = Dispatcher.ResponseData;

/** What the store answered instead of doing it. */
export class S3Error extends Error {
  override readonly name = "S3Error";

  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(`S3 answered ${status} ${code}`);
  }
}

const attemptsMax = 4;
const timeoutMs = 30_000;
const nothing = createHash("sha256").digest("hex");

/** Signed calls to a store that speaks S3, each repeated a few times where a repeat can help: all of them can be. */
export class S3Client {
  private readonly agent = new Agent({ headersTimeout: timeoutMs, bodyTimeout: timeoutMs, connections: 32 });
  /** Keys derived for a day. */
  private readonly derived = new Map<string, ArrayBuffer>();

  constructor(private readonly settings: S3Settings) {}

  /** @throws S3Error for an answer that is neither 2xx nor, where `missing` is allowed, 404. */
  async call(call: S3Call, { mayBeMissing = false } = {}): Promise<S3Answer> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.send(call).catch((error: unknown) => {
        if (attempt === attemptsMax) throw error;
      });
      if (answer && (answer.statusCode < 300 || (mayBeMissing && answer.statusCode === 404))) return answer;
      if (answer) {
        const text = await answer.body.text();
        const isPassing = answer.statusCode >= 500 || answer.statusCode === 429;
        if (!isPassing || attempt === attemptsMax)
          throw new S3Error(answer.statusCode, /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? "Unknown");
      }
      await setTimeout(backOffMs(attempt) / 10);
    }
  }

  close(): Promise<void> {
    return this.agent.close();
  }

  private async send({ method, key, query = {}, headers = {}, body }: S3Call): Promise<S3Answer> {
    const { endpoint, region, bucket, accessKeyId, secretAccessKey } = this.settings;
    const url = new URL(`${endpoint.replace(/\/$/, "")}/${bucket}${key === "" ? "" : `/${key}`}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const signer = new AwsV4Signer({
      method,
      url: url.href,
      headers: {
        ...headers,
        "x-amz-content-sha256": body ? createHash("sha256").update(body).digest("hex") : nothing,
      },
      accessKeyId,
      secretAccessKey,
      service: "s3",
      region,
      cache: this.derived,
    });
    const signed = await signer.sign();
    return await request(signed.url, {
      method,
      headers: Object.fromEntries(signed.headers),
      ...(body && { body }),
      dispatcher: this.agent,
    });
  }
}
