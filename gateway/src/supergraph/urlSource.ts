import { setTimeout as sleep } from "node:timers/promises";
import { backOffMs } from "@wegraph/kit/backOff";
import type { Logger } from "@wegraph/kit/log";
import type { GatewaySettings } from "../settings.ts";
import type { SupergraphSource } from "./source.ts";

/** A supergraph at an address, asked for from time to time; an answer that says nothing is new costs next to nothing. */
export class UrlSource implements SupergraphSource {
  private readonly url: string;
  private readonly headers: Readonly<Record<string, string>>;
  private etag: string | undefined;
  private text: string | undefined;

  /** @param address may hold a name and a password. */
  constructor(
    address: string,
    private readonly settings: Pick<
      GatewaySettings["supergraph"],
      "urlPollMs" | "urlPollMsMax" | "urlTimeoutMs" | "textBytesMax"
    >,
    private readonly log: Logger,
  ) {
    const { url, headers } = apart(address);
    this.url = url;
    this.headers = headers;
  }

  async read(): Promise<string> {
    this.etag = undefined;
    await this.ask();
    if (this.text === undefined) throw new Error(`${shown(this.url)} answered without a supergraph.`);
    return this.text;
  }

  watch(offer: (sdl: string) => void): () => void {
    const stopping = new AbortController();
    void this.follow(offer, stopping.signal);
    return () => stopping.abort();
  }

  private async follow(offer: (sdl: string) => void, signal: AbortSignal): Promise<void> {
    const { urlPollMs: baseMs, urlPollMsMax: maxMs } = this.settings;
    for (let failures = 0; !signal.aborted;) {
      const waitMs = failures === 0 ? baseMs : Math.max(baseMs, backOffMs(failures, { baseMs, maxMs }));
      await sleep(waitMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        if ((await this.ask()) && this.text !== undefined) offer(this.text);
        failures = 0;
      } catch (err) {
        failures += 1;
        this.log.warn({ err, url: shown(this.url), failures }, "supergraph cannot be fetched");
      }
    }
  }

  /** @returns whether there is another text than before. */
  private async ask(): Promise<boolean> {
    const response = await fetch(this.url, {
      headers: {
        ...this.headers,
        accept: "application/graphql, text/plain;q=0.9, */*;q=0.1",
        ...(this.etag && { "if-none-match": this.etag }),
      },
      signal: AbortSignal.timeout(this.settings.urlTimeoutMs),
    });
    if (response.status === 304) {
      await response.body?.cancel();
      return false;
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`${shown(this.url)} answered ${response.status}.`);
    }
    const text = await this.textOf(response);
    // Only after the whole of it came: a text that was cut off is asked for again.
    this.etag = response.headers.get("etag") ?? undefined;
    const isNew = text !== this.text;
    this.text = text;
    return isNew;
  }

  private async textOf(response: Response): Promise<string> {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > this.settings.textBytesMax)
        throw new Error(`${shown(this.url)} answered with more than ${this.settings.textBytesMax} bytes.`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString("utf8");
  }
}

/** `fetch` takes no address with a name and password in it, and tells them in its refusal. */
function apart(address: string): { url: string; headers: Record<string, string> } {
  const url = new URL(address);
  const { username, password } = url;
  if (username === "" && password === "") return { url: address, headers: {} };
  url.username = "";
  url.password = "";
  const credential = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  return { url: url.href, headers: { authorization: `Basic ${credential.toString("base64")}` } };
}

/** An address may carry a key in its query. */
function shown(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
