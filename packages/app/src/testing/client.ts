import { request } from "undici";

export interface Answer {
  status: number;
  data: Record<string, unknown> | null;
  errors: {
    message: string;
    path?: (string | number)[];
    extensions: Record<string, unknown> & { code: string };
  }[];
}

/** A caller of the public API, as an integrator would write one. */
export class Client {
  constructor(
    readonly url: string,
    private readonly token?: string,
  ) {}

  /** Signs in and returns the caller that holds the access token. */
  async signedIn(email: string, password: string): Promise<Client> {
    const { data, errors } = await this.ask(
      "mutation($input: SignInInput!) { signIn(input: $input) { accessToken } }",
      { input: { email, password } },
    );
    const signIn = data?.["signIn"] as { accessToken: string } | null | undefined;
    if (!signIn) throw new Error(`cannot sign in ${email}: ${JSON.stringify(errors)}`);
    return new Client(this.url, signIn.accessToken);
  }

  withToken(token: string): Client {
    return new Client(this.url, token);
  }

  get accessToken(): string | undefined {
    return this.token;
  }

  async ask(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    return this.post(JSON.stringify({ query, variables }));
  }

  /** Any body at all, for what a hostile caller would send. */
  async post(body: string, headers: Record<string, string> = {}): Promise<Answer> {
    const { statusCode, body: answer } = await request(`${this.url}/graphql`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        ...(this.token && { authorization: `Bearer ${this.token}` }),
        ...headers,
      },
      body,
    });
    const text = await answer.text();
    const parsed = JSON.parse(text) as Partial<Answer>;
    return { status: statusCode, data: parsed.data ?? null, errors: parsed.errors ?? [] };
  }
}

/** A root field of an answer that has to be there. */
export function fieldOf<T>(data: Answer["data"], field: string): T {
  const value = data?.[field];
  if (value == null) throw new Error(`the answer has no ${field}`);
  return value as T;
}

export function nodesOf<T>(data: Answer["data"], field: string): T[] {
  return fieldOf<{ nodes: T[] }>(data, field).nodes;
}

export async function until<T>(
  what: string,
  attempt: () => Promise<T | undefined | false | null>,
  timeoutMs = 30_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await attempt();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
