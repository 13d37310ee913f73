import { Corp, type NewApp } from "./corp.ts";
import type { App } from "./world/entities.ts";
import type { Sizes } from "./world/generate.ts";

const usualSizes: Sizes = { members: 60, departments: 14, customers: 600, groups: 24 };

export interface CorpSettings {
  readonly corpId: string;
  readonly name: string;
  readonly seed: string;
  readonly sizes: Sizes;
  readonly robots: readonly string[];
  readonly apps: readonly Omit<App, "token">[];
}

interface Found {
  readonly corp: Corp;
  readonly app: App;
}

/** All corps, and whose token a token is. */
export class CorpRegistry {
  private readonly corps = new Map<string, Corp>();
  private readonly tokens = new Map<string, Found & { readonly token: string }>();
  private offsetMs = 0;

  constructor(
    private readonly seed: string,
    private readonly clock: () => number,
  ) {}

  /** The simulated time: real, and as far ahead as it was put forward. */
  readonly now = (): number => this.clock() + this.offsetMs;

  advance(ms: number): void {
    this.offsetMs += ms;
  }

  put(
    corpId: string,
    options: {
      name?: string | undefined;
      seed?: string | undefined;
      sizes?: Partial<Sizes> | undefined;
      apps: readonly NewApp[];
    },
  ): Corp {
    const { name = corpId, seed = this.seed } = options;
    const corp = new Corp(corpId, name, seed, { ...usualSizes, ...options.sizes }, this.now);
    for (const app of options.apps) corp.putApp(app);
    this.corps.set(corpId, corp);
    return corp;
  }

  /** What has been set up, without what people have done since: enough to have the corps again after a restart. */
  settings(): CorpSettings[] {
    return this.all().map(({ corpId, name, seed, sizes, apps, robots }) => ({
      corpId,
      name,
      seed,
      sizes,
      robots: [...robots],
      apps: [...apps.values()].map(({ agentId, name: appName, secret, isClosed, callback }) => ({
        agentId,
        name: appName,
        secret,
        isClosed,
        callback,
      })),
    }));
  }

  restore({ corpId, apps, robots, ...options }: CorpSettings): void {
    const corp = this.put(corpId, { ...options, apps });
    for (const key of robots) corp.robots.add(key);
    for (const { agentId, isClosed, callback } of apps) {
      const app = corp.apps.get(agentId);
      if (app) Object.assign(app, { isClosed, callback });
    }
  }

  get(corpId: string): Corp | undefined {
    return this.corps.get(corpId);
  }

  all(): Corp[] {
    return [...this.corps.values()];
  }

  remember(token: string, found: Found): void {
    this.tokens.set(token, { ...found, token });
  }

  /** Whose token it is or was, and whether it is the one in force. */
  byToken(token: string): (Found & { readonly isInForce: boolean; readonly isExpired: boolean }) | undefined {
    const found = this.tokens.get(token);
    if (!found || this.corps.get(found.corp.corpId) !== found.corp) return undefined;
    const { corp, app } = found;
    const isCurrent = app.token?.text === token && corp.apps.get(app.agentId) === app;
    const isExpired = isCurrent && app.token !== undefined && app.token.expiresAt <= this.now();
    return { corp, app, isInForce: isCurrent && !isExpired, isExpired };
  }

  byRobot(key: string): Corp | undefined {
    return this.all().find(({ robots }) => robots.has(key));
  }
}
