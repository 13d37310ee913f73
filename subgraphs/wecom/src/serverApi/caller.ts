import type { WireBody } from "../message/content/wireBody.ts";
import { outcomeOf, pathOf } from "./endpoint.ts";
import type { Endpoint, Query } from "./endpoint.ts";
import type { ApiOutcome, Refused, Unknown } from "./outcome.ts";
import type { TokenCache } from "./tokenCache.ts";
import type { AppAccess } from "./tokenSource.ts";
import type { WecomHttp, WireAnswer } from "./wecomHttp.ts";

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
}

export interface Request extends CallOptions {
  readonly query?: Query;
  /** JSON, or bytes with their type. */
  readonly body?: WireBody | { readonly bytes: Buffer; readonly contentType: string };
  readonly answerMaxBytes?: number;
}

/** One finished call, for metrics and limits: no address, no token, no text. */
export interface FinishedCall {
  readonly api: string;
  readonly corpId: string;
  readonly outcome: ApiOutcome<unknown>["kind"];
  /** The errcode, the unknown's cause, or "". */
  readonly detail: string;
  readonly durationMs: number;
}

const timeoutMs = 10_000;
const answerMaxBytes = 8 * 1024 * 1024;

/** Calls with a token, and once more with another one when WeCom says that the first is not good any more. */
export class Caller {
  constructor(
    private readonly http: WecomHttp,
    private readonly tokens: TokenCache,
    private readonly onCall?: (call: FinishedCall) => void,
  ) {}

  /** @throws never for what WeCom or the network does. */
  call<T>(app: AppAccess, endpoint: Endpoint<T>, request: Request = {}): Promise<ApiOutcome<T>> {
    return this.withToken(app, endpoint, request, (answer) => outcomeOf(answer, endpoint));
  }

  /** For an answer that is a file when it is no refusal. */
  withToken<T>(
    app: AppAccess,
    { api, method }: Pick<Endpoint<T>, "api" | "method">,
    request: Request,
    read: (answer: WireAnswer) => ApiOutcome<T>,
  ): Promise<ApiOutcome<T>> {
    return this.measured(api, app.corpId, async () => {
      const token = await this.tokens.get(app);
      if (token.kind === "refused") return token;
      const send = (accessToken: string) => this.send(method, api, { access_token: accessToken }, request);
      const first = readAnswer(await send(token.token), read);
      if (first.kind !== "refused" || first.refusal.kind !== "token") return first;
      const another = await this.tokens.replace(app, token.token);
      return another.kind === "refused" ? another : readAnswer(await send(another.token), read);
    });
  }

  /** A robot's calls: its key is all the credential there is. */
  withKey<T>(key: string, endpoint: Endpoint<T>, request: Request): Promise<ApiOutcome<T>> {
    return this.measured(endpoint.api, "", async () =>
      readAnswer(await this.send(endpoint.method, endpoint.api, { key }, request), (answer) =>
        outcomeOf(answer, endpoint),
      ),
    );
  }

  private send(method: "GET" | "POST", api: string, credential: Query, request: Request) {
    const { body, query, signal } = request;
    return this.http.run({
      method,
      path: pathOf(api, { ...credential, ...query }),
      ...bodyOf(body),
      signal,
      timeoutMs: request.timeoutMs ?? timeoutMs,
      answerMaxBytes: request.answerMaxBytes ?? answerMaxBytes,
    });
  }

  private async measured<T>(
    api: string,
    corpId: string,
    run: () => Promise<ApiOutcome<T>>,
  ): Promise<ApiOutcome<T>> {
    const startedAt = performance.now();
    const outcome = await run();
    this.onCall?.({
      api,
      corpId,
      outcome: outcome.kind,
      detail: detailOf(outcome),
      durationMs: performance.now() - startedAt,
    });
    return outcome;
  }
}

function bodyOf(body: Request["body"]): { body?: string | Buffer; contentType?: string } {
  if (body === undefined) return {};
  if ("bytes" in body && Buffer.isBuffer(body.bytes))
    return { body: body.bytes, contentType: String(body.contentType) };
  return { body: JSON.stringify(body), contentType: "application/json" };
}

function readAnswer<T>(
  answer: WireAnswer | Refused | Unknown,
  read: (answer: WireAnswer) => ApiOutcome<T>,
): ApiOutcome<T> {
  return answer.kind === "answer" ? read(answer) : answer;
}

function detailOf(outcome: ApiOutcome<unknown>): string {
  if (outcome.kind === "refused") return String(outcome.refusal.errcode ?? outcome.refusal.kind);
  return outcome.kind === "unknown" ? outcome.cause : "";
}
