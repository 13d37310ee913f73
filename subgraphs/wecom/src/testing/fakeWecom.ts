import { createServer } from "node:http";
import type { IncomingMessage, Server } from "node:http";
import { z } from "zod";

const bodyShape = z.looseObject({
  touser: z.string().optional(),
  chatid: z.string().optional(),
  enable_duplicate_check: z.number().optional(),
});

/** What WeCom does with one message: takes it, takes it and loses the answer, or refuses with an errcode. */
export type Fate = "TAKE" | "LOSE_ANSWER" | number;

/**
 * The two calls of WeCom's API that a worker lives by, in the test's own process, so that it can be asked what arrived
 * whatever becomes of the workers. What a duplicate check drops is not counted (WeCom path/90236).
 */
export class FakeWecom {
  /** How often each recipient was really sent something, by text. */
  readonly taken = new Map<string, number>();
  requests = 0;
  underWay = 0;
  underWayMax = 0;
  answerMs = 0;
  fate: (recipient: string, body: object) => Fate = () => "TAKE";
  private readonly seen = new Map<string, string>();
  private readonly server: Server;
  private messageCount = 0;

  private constructor() {
    this.server = createServer((request, response) => {
      read(request)
        .then((text) => this.answer(request.url ?? "", text))
        .then((answer) => {
          if (answer === null) request.socket.destroy();
          else response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
        })
        .catch(() => response.writeHead(500).end());
    });
  }

  static async start(): Promise<FakeWecom> {
    const wecom = new FakeWecom();
    await new Promise<void>((resolve) => {
      wecom.server.listen(0, "127.0.0.1", resolve);
    });
    return wecom;
  }

  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === "string") throw new Error("not listening");
    return `http://127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => void this.server.close(() => resolve()));
  }

  private async answer(url: string, text: string): Promise<object | null> {
    if (url.startsWith("/cgi-bin/gettoken"))
      return { errcode: 0, errmsg: "ok", access_token: "a-token", expires_in: 7_200 };
    if (url.startsWith("/cgi-bin/message/recall")) return { errcode: 0, errmsg: "ok" };
    const body = bodyShape.parse(JSON.parse(text));
    const recipient = body.touser ?? body.chatid ?? "";
    this.requests += 1;
    this.underWay += 1;
    this.underWayMax = Math.max(this.underWayMax, this.underWay);
    // The decision falls when the request arrives; the answer may take its time.
    const answer = this.decide(recipient, body, text);
    if (this.answerMs > 0) await new Promise((resolve) => setTimeout(resolve, this.answerMs));
    this.underWay -= 1;
    return answer;
  }

  private decide(recipient: string, body: z.infer<typeof bodyShape>, text: string): object | null {
    const fate = this.fate(recipient, body);
    if (typeof fate === "number") return { errcode: fate, errmsg: "refused" };
    const known = body.enable_duplicate_check === 1 ? this.seen.get(text) : undefined;
    const msgid = known ?? `msg-${(this.messageCount += 1)}`;
    this.seen.set(text, msgid);
    if (known === undefined) this.taken.set(recipient, (this.taken.get(recipient) ?? 0) + 1);
    return fate === "LOSE_ANSWER" ? null : { errcode: 0, errmsg: "ok", msgid };
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
