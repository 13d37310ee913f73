import { appCallbackUrl } from "../callback/callback.keys.ts";
import { AppVault } from "../message/routing/appVault.ts";
import { agentId, app } from "./wecomApi.ts";
import type { TestWecom } from "./wecomApi.ts";
import type { World } from "./world.ts";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** An account whose application at the simulator calls this world back, and whose API the simulator answers. */
export interface TalkingApp {
  tenantId: string;
  corpId: string;
  accountId: string;
  /** A control route below the corporation's. */
  corp<T = unknown>(method: Method, path: string, body?: object): Promise<T>;
  /** Puts the time forward, here and there. */
  advance(seconds: number): Promise<void>;
  /** A member writes to the application, a second after what was written before. */
  say(from: string, text: string): Promise<void>;
  /** A customer writes to 微信客服. */
  kfSay(externalUserId: string, text: string): Promise<string>;
}

/** A clock that a test puts forward, together with WeCom's. */
export class MovableClock {
  private aheadMs = 0;
  readonly now = (): Date => new Date(Date.now() + this.aheadMs);

  advance(seconds: number): void {
    this.aheadMs += seconds * 1_000;
  }
}

export async function talkingApp(
  world: World,
  wecom: TestWecom,
  tenantId: string,
  clock: MovableClock,
): Promise<TalkingApp> {
  const caller = world.caller(tenantId);
  const corpId = await world.corp(caller, "https://provider.example", "a-secret");
  const [accountId = ""] = await world.accounts(tenantId, corpId, 1, "ONLINE");
  const set = { accountId, agentId, secret: app.secret, apiUrl: wecom.url, memberLimit: 1_000 };
  await world.as(caller, (context) => world.parts.messages.apps.set(context, set));
  const row = await world.db.system("test").accountApp.findUniqueOrThrow({
    where: { accountId },
    include: { account: { include: { corp: true } } },
  });
  const keys = new AppVault(world.runtime.secrets).openCallbackKeys(accountId, row);
  if (!keys) throw new Error("the application has no callback keys");
  const corp = <T>(method: Method, path: string, body?: object) =>
    wecom.control<T>(method, `/corps/${row.account.corp.corpId}${path}`, body);
  await corp("PUT", "", { apps: [{ agentId, secret: app.secret }] });
  await corp("PUT", `/apps/${agentId}/callback`, {
    url: appCallbackUrl(world.publicUrl, accountId),
    token: keys.token,
    aesKey: keys.encodingAesKey,
  });
  const advance = async (seconds: number) => {
    clock.advance(seconds);
    await wecom.control("POST", "/clock", { advanceSeconds: seconds });
  };
  return {
    tenantId,
    corpId,
    accountId,
    corp,
    advance,
    async say(from, text) {
      await advance(1);
      await corp("POST", "/say", { agentId, from, fields: { Content: text } });
    },
    async kfSay(externalUserId, text) {
      const { openKfId } = await corp<{ openKfId: string }>("POST", "/kf/say", { externalUserId, text });
      return openKfId;
    },
  };
}
