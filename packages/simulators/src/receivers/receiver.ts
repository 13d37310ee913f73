/** A call as a receiver gets it, its bytes as they came: signatures are made over them. */
export interface ReceiverCall {
  /** Behind the receiver's own prefix: "/robot/send". */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly raw: string;
}

export interface ReceiverAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** One vendor's API for whoever sends by it. */
export interface Receiver {
  readonly name: string;
  take(call: ReceiverCall): ReceiverAnswer;
  /** How it refuses what is too much, and a wrong credential. */
  refusal(of: "limit" | "refuse"): ReceiverAnswer;
}

export function headerOf({ headers }: ReceiverCall, name: string): string {
  const value = headers[name];
  return typeof value === "string" ? value : "";
}

/** The body as JSON, or undefined where it is none. */
export function jsonOf({ raw }: ReceiverCall): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}
