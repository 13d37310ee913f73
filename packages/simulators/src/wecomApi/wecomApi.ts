import type { Logger } from "pino";
import type { Route } from "../http/answer.ts";
import type { Mount } from "../http/httpServer.ts";
import { ApiServer } from "./apiServer.ts";
import { CallbackSender } from "./callbacks/sender.ts";
import { corpRoutes } from "./control/corp.routes.ts";
import { peopleRoutes } from "./control/people.routes.ts";
import { talkRoutes } from "./control/talk.routes.ts";
import { CorpRegistry } from "./corpRegistry.ts";

const firstAgentId = 1_000_002;

export interface WecomApiOptions {
  readonly seed: string;
  /** Of the first application of the corp that is there from the start. */
  readonly corpId: string;
  readonly secret: string;
  readonly now: () => number;
  readonly log: Logger;
}

/** WeCom's server API, ready to be mounted, and the hand that moves its world. */
export class WecomApi {
  readonly mount: Mount;
  readonly routes: readonly Route[];
  readonly corps: CorpRegistry;
  private readonly sender: CallbackSender;

  constructor({ seed, corpId, secret, now, log }: WecomApiOptions) {
    const corps = new CorpRegistry(seed, now);
    corps.put(corpId, { name: "Simulator", apps: [{ agentId: firstAgentId, secret }] }).robots.add("robot");
    this.corps = corps;
    this.sender = new CallbackSender(log);
    this.mount = new ApiServer(corps, log);
    this.routes = [
      ...corpRoutes(corps, this.sender),
      ...peopleRoutes(corps, this.sender),
      ...talkRoutes(corps, this.sender),
    ];
  }

  async close(): Promise<void> {
    await this.sender.close();
  }
}
