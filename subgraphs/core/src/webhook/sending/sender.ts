import type { EndpointVault } from "../endpoint/vault.ts";
import type { Poster } from "../outbound/poster.ts";
import { signedHeaders } from "../signature.ts";
import type { ClaimedDelivery, Receiver } from "./claims.ts";
import type { HeaderSent, Results } from "./results.ts";

const userAgent = "Wegraph-Webhooks/1";
const hidden = "••••••";

/** Makes one attempt: signs, posts, and writes down what came of it. */
export class Sender {
  constructor(
    private readonly vault: EndpointVault,
    private readonly poster: Poster,
    private readonly results: Results,
    private readonly clock: () => Date,
  ) {}

  async send(receiver: Receiver, delivery: ClaimedDelivery): Promise<void> {
    const now = this.clock();
    const custom = this.vault.openHeaders(receiver.id, receiver.headers);
    const ours = {
      "content-type": "application/json",
      "user-agent": userAgent,
      ...signedHeaders(this.secrets(receiver, now), { id: delivery.eventId, body: delivery.body, at: now }),
    };
    const answer = await this.poster.post(receiver.url, { ...custom, ...ours }, delivery.body);
    await this.results.write(receiver, delivery, answer, shown(ours, Object.keys(custom)));
  }

  /** The new one first; the previous one as long as it overlaps. */
  private secrets(
    { id, secret, previousSecret, previousSecretUntil }: Receiver,
    now: Date,
  ): readonly string[] {
    const isOverlapping = previousSecretUntil !== null && previousSecretUntil > now;
    return [secret, isOverlapping ? previousSecret : null]
      .filter((sealed) => sealed !== null)
      .map((sealed) => this.vault.openSecret(id, sealed));
  }
}

/** For the log: what a customer put into a header is usually a credential. */
function shown(ours: Record<string, string>, custom: readonly string[]): HeaderSent[] {
  return [
    ...Object.entries(ours).map(([name, value]) => ({ name, value })),
    ...custom.map((name) => ({ name, value: hidden })),
  ];
}
