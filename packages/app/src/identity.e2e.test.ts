import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApart } from "./testing/apart.ts";
import { Client, fieldOf, until } from "./testing/client.ts";
import { Subscriber } from "./testing/live.ts";
import { statusQuery } from "./testing/statusEvents.ts";
import { startWegraph } from "./testing/wegraph.ts";

// Whoever loses the right to a stream loses the stream, by whatever way the gateway hears of it.

const administrator = {
  tenantName: "Leavers",
  email: "admin@leavers.example",
  displayName: "Ada",
  password: "a-long-enough-Passphrase-7",
};
const inTimeMs = 2_000;

const compositions = {
  async "one process"() {
    const wegraph = await startWegraph({ demo: false });
    return { url: wegraph.url, stop: () => wegraph.stop() };
  },
  async "a process for each part"() {
    const apart = await startApart(1);
    return { url: apart.gateways[0]?.url ?? "", stop: () => apart.stop() };
  },
};

describe.each(Object.entries(compositions))("in %s", (_, start) => {
  let running: Awaited<ReturnType<typeof start>>;
  let admin: Client;
  const signIn = () => new Client(running.url).signedIn(administrator.email, administrator.password);

  beforeAll(async () => {
    running = await start();
    const setUp = await new Client(running.url).ask(
      "mutation($input: SetUpFirstAdministratorInput!) { setUpFirstAdministrator(input: $input) { accessToken } }",
      { input: administrator },
    );
    expect(setUp.errors).toEqual([]);
    admin = await signIn();
  });
  afterAll(() => running?.stop());

  /** A subscriber that is served; the result measures how long after an act its stream has ended. */
  async function listening(client: Client): Promise<(act: () => Promise<unknown>) => Promise<number>> {
    const subscriber = new Subscriber(client, statusQuery);
    await until("the subscriber is let in", async () => subscriber.isConnected);
    return async (act) => {
      expect(subscriber.errors).toEqual([]);
      await act();
      const startedAt = performance.now();
      await until("the stream ends", async () => subscriber.errors.length > 0, 10_000);
      expect(subscriber.errors).toMatchObject([{ code: 4_403 }]);
      await subscriber.stop();
      return performance.now() - startedAt;
    };
  }

  test("the stream of a session that is ended elsewhere ends within two seconds, others go on", async () => {
    const leaver = await signIn();
    const stays = new Subscriber(admin, statusQuery);
    const endsAfter = await listening(leaver);
    const { data } = await leaver.ask("{ viewer { session { id } } }");
    const { session } = fieldOf<{ session: { id: string } }>(data, "viewer");

    const tookMs = await endsAfter(async () => {
      const ended = await admin.ask(
        "mutation($input: EndSessionInput!) { endSession(input: $input) { session { id } } }",
        { input: { sessionId: session.id } },
      );
      expect(ended.errors).toEqual([]);
    });

    expect(tookMs).toBeLessThan(inTimeMs);
    expect(stays.errors).toEqual([]);
    await stays.stop();
  });

  test("so does that of a key that is revoked", async () => {
    const made = await admin.ask(
      "mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret apiKey { id } } }",
      { input: { name: "Leaver", scopes: ["account:read"] } },
    );
    const { secret, apiKey } = fieldOf<{ secret: string; apiKey: { id: string } }>(made.data, "createApiKey");
    const endsAfter = await listening(admin.withToken(secret));

    const tookMs = await endsAfter(async () => {
      const revoked = await admin.ask(
        "mutation($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { apiKey { id } } }",
        { input: { apiKeyId: apiKey.id } },
      );
      expect(revoked.errors).toEqual([]);
    });

    expect(tookMs).toBeLessThan(inTimeMs);
  });
});
