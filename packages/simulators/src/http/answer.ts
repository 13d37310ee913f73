/** What a handler is given: the parts of a request, already read and bounded. */
export interface Asked {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Parsed JSON; `{}` when the request had no body. */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly isLocal: boolean;
}

/** `hang` keeps the connection open without a word, `drop` closes it: how a real network fails. */
export type Answer = Reply | "hang" | "drop";

export interface Reply {
  readonly status: number;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Route {
  readonly method: string;
  /** `/v1/instances/:guid` */
  readonly path: string;
  readonly bodyMaxBytes?: number;
  readonly handle: (asked: Asked) => Answer | Promise<Answer>;
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return { status, headers, contentType: "application/json; charset=utf-8", body: JSON.stringify(value) };
}

export const noContent: Reply = { status: 204 };

/** A refusal as the protocol words it. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  reply(): Reply {
    const { code, message, details } = this;
    return json(this.status, { error: { code, message, ...details } }, { ...this.headers });
  }
}

export function invalid(message: string, status = 400): Refusal {
  return new Refusal(status, "INVALID_REQUEST", message);
}
