import type { Logger } from "@wegraph/kit/log";
import type { SecretBox } from "@wegraph/kit/secrets";
import type { Redis } from "ioredis";
import { Caller } from "./caller.ts";
import type { FinishedCall } from "./caller.ts";
import { CustomerCalls } from "./calls/customers.ts";
import { GroupCalls } from "./calls/groups.ts";
import { GroupSendCalls } from "./calls/groupSends.ts";
import { KfCalls } from "./calls/kf.ts";
import { MediaCalls } from "./calls/media.ts";
import { MemberCalls } from "./calls/members.ts";
import { MessageCalls } from "./calls/messages.ts";
import { SharedTokens } from "./sharedTokens.ts";
import { TokenCache } from "./tokenCache.ts";
import { tokenSource } from "./tokenSource.ts";
import type { AppAccess } from "./tokenSource.ts";
import { WecomHttp } from "./wecomHttp.ts";

export interface ServerApiOptions {
  /** `https://qyapi.weixin.qq.com`, or what speaks its protocol. */
  readonly baseUrl: string;
  /** Origins that may lie in a private network, as the simulator's does. */
  readonly trustedOrigins: readonly string[];
  /** Shares tokens with other processes; without it this one has its own. */
  readonly redis?: Redis;
  readonly secrets: SecretBox;
  readonly log: Logger;
  readonly connectionsMax?: number;
  readonly onCall?: (call: FinishedCall) => void;
}

/**
 * WeCom's server API. Every call ends as accepted, refused (certainly not done, with what it means and what to do) or
 * unknown (the request may have left; no answer tells), and throws for nothing the other side does.
 */
export class ServerApi {
  readonly messages: MessageCalls;
  readonly media: MediaCalls;
  readonly members: MemberCalls;
  readonly customers: CustomerCalls;
  readonly groups: GroupCalls;
  readonly groupSends: GroupSendCalls;
  readonly kf: KfCalls;
  private readonly http: WecomHttp;
  private readonly tokens: TokenCache;

  constructor(options: ServerApiOptions) {
    const { baseUrl, trustedOrigins, redis, secrets, log, connectionsMax, onCall } = options;
    const pool = connectionsMax === undefined ? {} : { connectionsMax };
    this.http = new WecomHttp({ baseUrl, trustedOrigins, ...pool });
    const shared = redis && new SharedTokens(redis, secrets);
    this.tokens = new TokenCache({ fetch: tokenSource(this.http), issuer: baseUrl, shared, log });
    const caller = new Caller(this.http, this.tokens, onCall);
    this.messages = new MessageCalls(caller);
    this.media = new MediaCalls(caller);
    this.members = new MemberCalls(caller);
    this.customers = new CustomerCalls(caller);
    this.groups = new GroupCalls(caller);
    this.groupSends = new GroupSendCalls(caller);
    this.kf = new KfCalls(caller);
  }

  /** Whether corp id and secret are good: a token can be had. Undefined when so, else why not. */
  async checkAccess(app: AppAccess) {
    const token = await this.tokens.get(app);
    return token.kind === "refused" ? token.refusal : undefined;
  }

  /** Ends all connections; calls under way end as unknown. */
  async close(): Promise<void> {
    await this.http.close();
  }
}
