import { z } from "zod";
import { AppError } from "@wegraph/kit/errors";
import { anonymous } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";
import type { Entrance } from "../entrance.ts";
import { RequestRefused, refused, statusOf } from "../errors.ts";
import { isRefusal } from "../identity/authenticator.ts";
import type { Identification } from "../identity/identify.ts";
import type { Operations } from "../operations.ts";
import { presentRefusal } from "../presentRefusal.ts";
import type { GatewaySettings } from "../settings.ts";
import { readBody } from "./body.ts";
import type { Call } from "./call.ts";
import { RefreshCookie } from "./refreshCookie.ts";
import { sendErrors, sendJson } from "./send.ts";
import { refresh, setUp, signIn, signOut } from "./signInOperations.ts";
import type { SignInOperation } from "./signInOperations.ts";

const bodyBytesMax = 16_384;

const tokens = z.object({
  accessToken: z.string(),
  accessTokenExpiresAt: z.string(),
  refreshToken: z.string(),
  refreshTokenExpiresAt: z.string(),
});

export interface AuthFaceOptions {
  operations: Operations;
  entrance: Entrance;
  identification: Identification;
  settings: GatewaySettings;
}

/**
 * Sign-in for the console: the graph's own mutations, with the refresh token moved from the answer into a cookie
 * that no script of the page can read. The access token goes to the page's memory.
 */
export class AuthFace {
  private readonly cookie: RefreshCookie;

  constructor(private readonly options: AuthFaceOptions) {
    this.cookie = new RefreshCookie(options.settings.publicUrl?.startsWith("https:") ?? false);
  }

  async handle(call: Call): Promise<void> {
    this.refuseForged(call);
    const input = await this.inputOf(call);
    switch (call.path) {
      case "/auth/sign-in":
        return this.signedIn(call, signIn, input);
      case "/auth/set-up":
        return this.signedIn(call, setUp, input);
      case "/auth/refresh":
        return this.signedIn(call, refresh, { ...input, refreshToken: this.refreshTokenOf(call) });
      case "/auth/sign-out":
        return this.signedOut(call);
      default:
        throw new AppError("NOT_FOUND", "PATH_UNKNOWN", "There is nothing here.");
    }
  }

  private async signedIn(
    call: Call,
    operation: SignInOperation,
    variables: Record<string, unknown>,
  ): Promise<void> {
    const { data, errors } = await this.run(call, operation, variables, anonymousAt(call));
    if (errors) {
      const [code] = errors.map(({ extensions }) => extensions?.["code"]);
      if (operation === refresh && code === "UNAUTHENTICATED")
        call.response.setHeader("set-cookie", this.cookie.clear());
      return sendErrors(call.response, statusOf(code), errors);
    }
    const found = tokens.parse(data?.[operation.field]);
    const cookie = this.cookie.set(found.refreshToken, new Date(found.refreshTokenExpiresAt));
    const { accessToken, accessTokenExpiresAt } = found;
    sendJson(call.response, 200, { accessToken, accessTokenExpiresAt }, { "set-cookie": cookie });
  }

  /** Ends the session at the server too, by the access token if it is still good, else by a fresh one. */
  private async signedOut(call: Call): Promise<void> {
    call.response.setHeader("set-cookie", this.cookie.clear());
    const principal = (await this.bearerOf(call)) ?? (await this.renewed(call));
    if (principal) await this.run(call, signOut, {}, principal);
    sendJson(call.response, 200, {});
  }

  private async bearerOf(call: Call): Promise<Principal | null> {
    const { authorization } = call.request.headers;
    if (authorization === undefined) return null;
    return this.options.identification.principalOf({ authorization }, call).catch((error: unknown) => {
      if (isRefusal(error)) return null;
      throw error;
    });
  }

  private async renewed(call: Call): Promise<Principal | null> {
    const refreshToken = this.cookie.read(call.request);
    if (refreshToken === undefined) return null;
    const { data } = await this.run(call, refresh, { refreshToken }, anonymousAt(call));
    const found = tokens.safeParse(data?.[refresh.field]);
    return found.success
      ? this.options.identification.principalOf({ authorization: `Bearer ${found.data.accessToken}` }, call)
      : null;
  }

  private async run(
    call: Call,
    { query }: SignInOperation,
    variables: Record<string, unknown>,
    principal: Principal,
  ) {
    const { operations, entrance, settings } = this.options;
    const { correlationId, address } = call;
    const caller = { principal, correlationId, address };
    try {
      const ready = await entrance.acceptText({ query, variables }, caller);
      return await operations.run(ready, caller);
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      return { data: null, errors: presentRefusal(error, caller, settings).map((each) => each.toJSON()) };
    }
  }

  /** A page of another origin can neither send this header without asking first nor fake its Origin. */
  private refuseForged({ method, request, response }: Call): void {
    if (method !== "POST") {
      response.setHeader("allow", "POST");
      throw new AppError("INVALID_INPUT", "METHOD_NOT_ALLOWED", "Send this by POST.");
    }
    if (!/^application\/json\b/i.test(request.headers["content-type"] ?? ""))
      throw new AppError("INVALID_INPUT", "CONTENT_TYPE_REFUSED", "The body has to be application/json.");
    // Pages of a sibling domain get the cookie sent along, strict as it is: they are strangers all the same.
    const site = request.headers["sec-fetch-site"] ?? "same-origin";
    if (request.headers["x-wegraph-csrf"] !== "1" || site !== "same-origin")
      throw new AppError("FORBIDDEN", "CSRF_REFUSED", "The header x-wegraph-csrf is missing.");
  }

  private async inputOf({ request }: Call): Promise<Record<string, unknown>> {
    const body = await readBody(request, bodyBytesMax);
    try {
      return z.record(z.string(), z.unknown()).parse(JSON.parse(body.toString("utf8") || "{}"));
    } catch {
      throw new AppError("INVALID_INPUT", "BODY_MALFORMED", "The body is not a JSON object.");
    }
  }

  private refreshTokenOf(call: Call): string {
    const token = this.cookie.read(call.request);
    if (token) return token;
    throw refused(new AppError("UNAUTHENTICATED", "SIGN_IN_REQUIRED", "Sign in first."));
  }
}

function anonymousAt({ address, userAgent }: Call): Principal {
  return { ...anonymous, address, userAgent };
}
