import { randomBytes, randomUUID } from "node:crypto";
import { connect } from "node:net";
import type { Socket } from "node:net";

const opcodes = { text: 1, close: 8, ping: 9, pong: 10 };

export interface ThinClientOptions {
  url: URL;
  /** Called for every message that is neither the acknowledgement nor protocol of WebSocket itself. */
  onMessage: (text: () => string) => void;
  onClose: () => void;
  init: object;
  subscribe: object;
}

/**
 * A subscriber that costs its process far less than a whole client would, so that the measured one is the limit: it
 * walks the frames' headers, and decodes only what somebody wants to read.
 */
export class ThinClient {
  private readonly socket: Socket;
  private upgraded = false;
  private acknowledged = false;
  private rest: Buffer = Buffer.alloc(0);
  private readonly ready: Promise<void>;
  private onReady: () => void = () => undefined;

  private constructor(private readonly options: ThinClientOptions) {
    const { url } = options;
    this.ready = new Promise((resolve, reject) => {
      this.onReady = resolve;
      setTimeout(() => reject(new Error("No connection within 30 s.")), 30_000).unref();
    });
    this.socket = connect(Number(url.port), url.hostname);
    this.socket.setNoDelay(true);
    this.socket.on("data", (chunk) => this.read(chunk));
    this.socket.on("error", () => undefined);
    this.socket.on("close", () => options.onClose());
    this.socket.write(
      [
        `GET ${url.pathname} HTTP/1.1`,
        `Host: ${url.host}`,
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
        "Sec-WebSocket-Protocol: graphql-transport-ws",
        "\r\n",
      ].join("\r\n"),
    );
  }

  /** Resolves when the server has acknowledged and the subscription is asked for. */
  static async open(options: ThinClientOptions): Promise<ThinClient> {
    const client = new ThinClient(options);
    await client.ready;
    return client;
  }

  close(): void {
    this.socket.destroy();
  }

  private send(opcode: number, data: Buffer): void {
    this.socket.write(Buffer.concat([headerOf(opcode, data.length), data]));
  }

  private sendJson(message: object): void {
    this.send(opcodes.text, Buffer.from(JSON.stringify(message)));
  }

  private read(chunk: Buffer): void {
    let bytes = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    if (!this.upgraded) {
      const end = bytes.indexOf("\r\n\r\n");
      if (end === -1) return void (this.rest = bytes);
      if (!bytes.toString("latin1", 0, 12).endsWith("101")) return void this.socket.destroy();
      this.upgraded = true;
      bytes = bytes.subarray(end + 4);
      this.sendJson({ type: "connection_init", payload: this.options.init });
    }
    let at = 0;
    for (;;) {
      const frame = frameAt(bytes, at);
      if (!frame) break;
      const { opcode, from, to } = frame;
      at = to;
      this.take(opcode, bytes, from, to);
    }
    this.rest = at === bytes.length ? Buffer.alloc(0) : Buffer.from(bytes.subarray(at));
  }

  private take(opcode: number, bytes: Buffer, from: number, to: number): void {
    if (opcode === opcodes.ping) return this.send(opcodes.pong, Buffer.from(bytes.subarray(from, to)));
    if (opcode === opcodes.close) return void this.socket.destroy();
    if (opcode !== opcodes.text) return;
    if (this.acknowledged) return this.options.onMessage(() => bytes.toString("utf8", from, to));
    this.acknowledged = true;
    this.sendJson({ id: randomUUID(), type: "subscribe", payload: this.options.subscribe });
    this.onReady();
  }
}

/** The whole frame that begins at `at`, or null when some of it has not come yet. A server's frames are not masked. */
function frameAt(bytes: Buffer, at: number): { opcode: number; from: number; to: number } | null {
  if (bytes.length < at + 2) return null;
  const opcode = (bytes[at] ?? 0) & 0x0f;
  const short = (bytes[at + 1] ?? 0) & 0x7f;
  const headerBytes = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < at + headerBytes) return null;
  const length =
    short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
  const from = at + headerBytes;
  return bytes.length < from + length ? null : { opcode, from, to: from + length };
}

/** A client has to mask what it sends; the mask of zeros leaves the bytes as they are. */
function headerOf(opcode: number, length: number): Buffer {
  const header = Buffer.alloc(length < 126 ? 6 : 8);
  header[0] = 0x80 | opcode;
  header[1] = 0x80 | Math.min(length, 126);
  if (length >= 126) header.writeUInt16BE(length, 2);
  return header;
}
