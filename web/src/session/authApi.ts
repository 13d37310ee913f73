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
      quota?: QuotaExcess | undefined;
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

/** What of a request this sends; the window's own fetch takes it as it is. */
export interface AuthRequest {
  method: "POST";
  credentials: "same-origin";
  headers: Record<string, string>;
  body: string;
}

/** Sent before there is a session, and without the client that comes with one; scripts/operations.mjs finds it here. */
const setupQuery = /* GraphQL */ `
  query SetupRequired {
    setupRequired
  }
`;

/** The gateway's cookie face: the refresh token stays in a cookie no script can read. */
export class AuthApi {
  constructor(private readonly send: (path: string, request: AuthRequest) => Promise<Response>) {}

  async signIn(credentials: Credentials): Promise<AccessToken> {
    return tokenIn(await this.post("/auth/sign-in", credentials));
  }

  async refresh(tenantId: string | undefined): Promise<AccessToken> {
    return tokenIn(await this.post("/auth/refresh", tenantId ? { tenantId } : {}));
  }

  async setUp(administrator: FirstAdministrator): Promise<AccessToken> {
    return tokenIn(await this.post("/auth/set-up", administrator));
  }

  async signOut(): Promise<void> {
    await this.post("/auth/sign-out", {});
  }

  /** Asked before there is a session, so it goes around the graph client and its tokens. */
  async setupRequired(): Promise<boolean> {
    const answer = await this.post("/graphql", { query: setupQuery });
    return fieldOf(fieldOf(answer, "data"), "setupRequired") === true;
  }

  private async post(path: string, body: object): Promise<unknown> {
    const response = await this.reach(path, body);
    const answer: unknown = await response.json().catch(() => null);
    if (response.ok) return answer;
    throw refusalOf(answer, response);
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

function tokenIn(answer: unknown): AccessToken {
  const accessToken = fieldOf(answer, "accessToken");
  const accessTokenExpiresAt = fieldOf(answer, "accessTokenExpiresAt");
  if (typeof accessToken === "string" && typeof accessTokenExpiresAt === "string")
    return { accessToken, accessTokenExpiresAt };
  throw new RefusedError("The server's answer holds no token.", "UNAVAILABLE", "NO_TOKEN");
}

function refusalOf(answer: unknown, response: Response): RefusedError {
  const errors = fieldOf(answer, "errors");
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  const extensions = fieldOf(first, "extensions");
  const [message, code, reason] = [
    fieldOf(first, "message"),
    fieldOf(extensions, "code"),
    fieldOf(extensions, "reason"),
  ];
  const fallback = response.status === 401 ? "UNAUTHENTICATED" : "UNAVAILABLE";
  return new RefusedError(
    typeof message === "string" ? message : response.statusText,
    typeof code === "string" ? code : fallback,
    typeof reason === "string" ? reason : "",
    detailsOf(extensions),
  );
}

/** A field of something that came from outside, where it is an object and has it. */
function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** What an error's extensions say beyond its code, checked, because they come from outside. */
export function detailsOf(extensions: unknown): RefusedError["details"] {
  const correlationId = fieldOf(extensions, "correlationId");
  const retryAfterMs = fieldOf(extensions, "retryAfterMs");
  const issues = fieldOf(extensions, "issues");
  return {
    correlationId: typeof correlationId === "string" ? correlationId : undefined,
    retryAfterMs: typeof retryAfterMs === "number" ? retryAfterMs : undefined,
    issues: Array.isArray(issues) ? issues.filter(isIssue) : undefined,
    quota: quotaOf(extensions),
  };
}

interface QuotaExcess {
  dimension: string;
  used: number;
  limit: number;
  /** null: a stock, where something has to be given back. */
  resetsAt: string | null;
}

/** Of QUOTA_EXCEEDED: which quota, and how it stands. */
function quotaOf(extensions: unknown): QuotaExcess | undefined {
  const dimension = fieldOf(extensions, "dimension");
  const [used, limit, resetsAt] = ["used", "limit", "resetsAt"].map((name) => fieldOf(extensions, name));
  if (typeof dimension !== "string" || typeof used !== "number" || typeof limit !== "number")
    return undefined;
  return { dimension, used, limit, resetsAt: typeof resetsAt === "string" ? resetsAt : null };
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
