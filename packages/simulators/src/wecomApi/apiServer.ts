import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import type { Mount } from "../http/httpServer.ts";
import { ApiError } from "./apiError.ts";
import { keyCalls, tokenCalls } from "./apiCalls.ts";
import { type ApiCall, type Call, isFile } from "./call.ts";
import type { Corp } from "./corp.ts";
import type { CorpRegistry } from "./corpRegistry.ts";
import type { Fate } from "./faults.ts";
import type { App } from "./world/entities.ts";

const apiPrefix = "/cgi-bin/";
const bodyMaxBytes = 24 * 1024 * 1024;
const hangMs = 120_000;

interface Asked {
  readonly api: string;
  readonly method: string;
  readonly query: URLSearchParams;
  readonly raw: Buffer;
  readonly contentType: string;
  readonly ip: string;
}

/** A robot is no application, but its calls are handled like one's. */
const robotApp: App = {
  agentId: 0,
  name: "robot",
  secret: "",
  isClosed: false,
  callback: undefined,
  token: undefined,
};

/** The server API over HTTP: always 200, with an errcode (WeCom path/90313). */
export class ApiServer implements Mount {
  readonly prefix = apiPrefix;

  constructor(
    private readonly corps: CorpRegistry,
    private readonly log: Logger,
  ) {}

  handle(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > bodyMaxBytes) request.destroy();
      else chunks.push(chunk);
    });
    request.on("error", () => response.destroy());
    request.on("end", () => {
      const raw = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
      this.answer(request, response, raw).catch((cause: unknown) => {
        this.log.error({ err: cause }, "api call failed");
        response.destroy();
      });
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse, raw: Buffer): Promise<void> {
    const asked = askedOf(request, raw);
    try {
      if (asked.api === "gettoken") await this.gettoken(asked, response);
      else await this.run(asked, response);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      sendRefusal(response, error, asked.ip);
    }
  }

  private async run(asked: Asked, response: ServerResponse): Promise<void> {
    const { corp, app, call } = this.find(asked);
    await this.suffer(corp, app, asked, response, () => {
      if (app.isClosed) throw new ApiError(50003);
      const { query, raw, contentType, ip } = asked;
      return call.handle({ corp, app, query, raw, contentType, ip, json: jsonOf(asked) } satisfies Call);
    });
  }

  private async gettoken(asked: Asked, response: ServerResponse): Promise<void> {
    const corp = this.corps.get(asked.query.get("corpid") ?? "");
    if (!corp) throw new ApiError(40013);
    const secret = asked.query.get("corpsecret") ?? "";
    const app = [...corp.apps.values()].find((each) => each.secret === secret);
    await this.suffer(corp, app, asked, response, () => {
      if (!app || secret === "") throw new ApiError(40001);
      const { text, expiresIn, isNew } = corp.tokenFor(app);
      if (isNew) this.corps.remember(text, { corp, app });
      corp.count("gettoken", isNew ? "new" : "same");
      return { access_token: text, expires_in: expiresIn };
    });
  }

  /** Lets happen to a call what its corp's faults and limits have for it. */
  private async suffer(
    corp: Corp,
    app: App | undefined,
    asked: Asked,
    response: ServerResponse,
    work: () => object,
  ): Promise<void> {
    const { api, ip } = asked;
    const fate = corp.faults.next(api);
    const running = (corp.running.get(api) ?? 0) + 1;
    corp.running.set(api, running);
    try {
      if (fate.delayMs > 0) await sleep(fate.delayMs);
      if (this.failsBefore(fate, corp, app, api, response)) return;
      if (running > corp.frequency.max("concurrency")) throw new ApiError(45033);
      if (api !== "webhook/send") corp.frequency.call(api, ip);
      const result = work();
      corp.count(api, "ok");
      sendAfter(fate, result, response);
    } catch (error) {
      if (error instanceof ApiError) corp.count(api, String(error.errcode));
      throw error;
    } finally {
      corp.running.set(api, (corp.running.get(api) ?? 1) - 1);
    }
  }

  private failsBefore(
    { before }: Fate,
    corp: Corp,
    app: App | undefined,
    api: string,
    response: ServerResponse,
  ): boolean {
    if (before === undefined) return false;
    if (typeof before === "object") throw new ApiError(before.errcode);
    corp.count(api, before);
    if (before === "reset") response.socket?.resetAndDestroy();
    if (before === "server_error") response.writeHead(500).end("Internal Server Error");
    if (before === "revoke") {
      if (app) app.token = undefined;
      throw new ApiError(40014);
    }
    return true;
  }

  private find({ api, method, query }: Asked): { corp: Corp; app: App; call: ApiCall } {
    const byKey = keyCalls.get(api);
    if (byKey) {
      const corp = this.corps.byRobot(query.get("key") ?? "");
      if (!corp) throw new ApiError(93000);
      return { corp, app: robotApp, call: byKey };
    }
    const token = query.get("access_token") ?? "";
    if (token === "") throw new ApiError(41001);
    const found = this.corps.byToken(token);
    if (found?.isExpired) throw new ApiError(42001);
    if (!found?.isInForce) throw new ApiError(40014);
    const call = tokenCalls.get(api);
    if (!call) throw new ApiError(-1, "unknown api");
    if (call.method !== method) throw new ApiError(43002, "require POST method");
    return { ...found, call };
  }
}

function askedOf(request: IncomingMessage, raw: Buffer): Asked {
  const url = request.url ?? "";
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  return {
    api: path.slice(apiPrefix.length),
    method: request.method ?? "GET",
    query: new URLSearchParams(mark < 0 ? "" : url.slice(mark + 1)),
    raw,
    contentType: request.headers["content-type"] ?? "",
    ip: request.socket.remoteAddress ?? "",
  };
}

function jsonOf({ raw, contentType }: Asked): unknown {
  if (raw.length === 0 || /^multipart\//i.test(contentType)) return undefined;
  try {
    return JSON.parse(raw.toString("utf8"));
  } catch {
    throw new ApiError(40058, "invalid json");
  }
}

function sendAfter({ after }: Fate, result: object, response: ServerResponse): void {
  if (after === "reset") return void response.socket?.resetAndDestroy();
  if (after === "bad_gateway") return void response.writeHead(502).end("Bad Gateway");
  if (after === "malformed") return void response.writeHead(200).end("<html>maintenance</html>");
  if (after === "hang") return void setTimeout(() => response.destroy(), hangMs).unref();
  if (!isFile(result)) return sendJson(response, { errcode: 0, errmsg: "ok", ...result });
  const { bytes, contentType, filename } = result;
  response.writeHead(200, {
    "content-type": contentType,
    "content-length": bytes.length,
    "content-disposition": `attachment; filename="${encodeURIComponent(filename)}"; filename*=utf-8''${encodeURIComponent(filename)}`,
  });
  response.end(bytes);
}

function sendRefusal(response: ServerResponse, { errcode, message }: ApiError, ip: string): void {
  const hint = `${Math.floor(Date.now() / 1000)}_1_${"0".repeat(32)}`;
  const more = `https://open.work.weixin.qq.com/devtool/query?e=${errcode}`;
  const errmsg = `${message}, hint: [${hint}], from ip: ${ip.replace(/^::ffff:/, "")}, more info at ${more}`;
  sendJson(response, { errcode, errmsg });
}

function sendJson(response: ServerResponse, value: object): void {
  const body = JSON.stringify(value);
  response.writeHead(200, {
    "content-type": "application/json; charset=UTF-8",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}
