/** Something wrong with one field of an input: where, and why. */
export interface InputIssue {
  path: readonly (string | number)[];
  message: string;
}

/** A refusal by the server, whether it came from the cookie face of sign-in or from the graph. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";

  constructor(
    message: string,
    readonly code: string,
    readonly reason: string,
    readonly details: Readonly<{
      correlationId?: string | undefined;
      retryAfterMs?: number | undefined;
      issues?: readonly InputIssue[] | undefined;
    }> = {},
  ) {
    super(message);
  }
}

/** A short-lived right to use the graph. It lives in this page's memory only. */
export interface AccessToken {
  accessToken: string;
  accessTokenExpiresAt: string;
}

export interface Credentials {
  email: string;
  password: string;
  totpCode?: string | undefined;
  tenantId?: string | undefined;
}

export interface FirstAdministrator {
  tenantName: string;
  email: string;
  displayName: string;
  password: string;
  timeZone?: string | undefined;
}

interface ErrorAnswer {
  errors?: readonly { message?: string; extensions?: Record<string, unknown> }[];
}

/** The gateway's cookie face: the refresh token stays in a cookie no script can read. */
export class AuthApi {
  constructor(private readonly send: typeof fetch) {}

  signIn(credentials: Credentials): Promise<AccessToken> {
    return this.post<AccessToken>("/auth/sign-in", credentials);
  }

  refresh(tenantId: string | undefined): Promise<AccessToken> {
    return this.post<AccessToken>("/auth/refresh", tenantId ? { tenantId } : {});
  }

  setUp(administrator: FirstAdministrator): Promise<AccessToken> {
    return this.post<AccessToken>("/auth/set-up", administrator);
  }

  async signOut(): Promise<void> {
    await this.post<unknown>("/auth/sign-out", {});
  }

  /** Asked before there is a session, so it goes around the graph client and its tokens. */
  async setupRequired(): Promise<boolean> {
    const answer = await this.post<{ data?: { setupRequired?: boolean } | null }>("/graphql", {
      query: "query SetupRequired { setupRequired }",
    });
    return answer.data?.setupRequired === true;
  }

  private async post<Answer>(path: string, body: object): Promise<Answer> {
    const response = await this.reach(path, body);
    const answer: unknown = await response.json().catch(() => null);
    if (response.ok && answer !== null) return answer as Answer;
    if (response.ok && response.status === 204) return {} as Answer;
    throw refusalOf(answer as ErrorAnswer | null, response);
  }

  private async reach(path: string, body: object): Promise<Response> {
    try {
      return await this.send(path, {
        method: "POST",
        credentials: "same-origin",
        headers: { "content-type": "application/json", "x-wegraph-csrf": "1" },
        body: JSON.stringify(body),
      });
    } catch (cause) {
      throw new RefusedError(String(cause), "UNAVAILABLE", "NETWORK");
    }
  }
}

function refusalOf(answer: ErrorAnswer | null, response: Response): RefusedError {
  const first = answer?.errors?.[0];
  const extensions = first?.extensions ?? {};
  const fallback = response.status === 401 ? "UNAUTHENTICATED" : "UNAVAILABLE";
  return new RefusedError(
    first?.message ?? response.statusText,
    typeof extensions["code"] === "string" ? extensions["code"] : fallback,
    typeof extensions["reason"] === "string" ? extensions["reason"] : "",
    detailsOf(extensions),
  );
}

/** What an error's extensions say beyond its code, checked, because they come from outside. */
export function detailsOf(extensions: Readonly<Record<string, unknown>>): RefusedError["details"] {
  const { correlationId, retryAfterMs, issues } = extensions;
  return {
    correlationId: typeof correlationId === "string" ? correlationId : undefined,
    retryAfterMs: typeof retryAfterMs === "number" ? retryAfterMs : undefined,
    issues: Array.isArray(issues) ? issues.filter(isIssue) : undefined,
  };
}

function isIssue(value: unknown): value is InputIssue {
  return (
    typeof value === "object" &&
    value !== null &&
    "path" in value &&
    Array.isArray(value.path) &&
    "message" in value &&
    typeof value.message === "string"
  );
}
