import { answers } from "./child.ts";
import { feedOperation } from "./feedGraph.ts";
import { ThinClient } from "./thinClient.ts";

/** Many subscribers in one process; every hundredth reads what it gets and knows how old it is. */

const readsEvery = 100;
const opensAtOnce = 100;

const clients: ThinClient[] = [];
let delivered = 0;
let lost = 0;
let latencies: number[] = [];
let sample = "";

async function open(url: URL, reads: boolean): Promise<void> {
  const client = await ThinClient.open({
    url,
    init: { authorization: `Bearer reader` },
    subscribe: { query: feedOperation, operationName: "Live" },
    onMessage(text) {
      delivered += 1;
      if (!reads) return;
      sample = text();
      const [, at] = /"at":([\d.]+)/.exec(sample) ?? [];
      if (at !== undefined) latencies.push(performance.timeOrigin + performance.now() - Number(at));
    },
    onClose: () => (lost += 1),
  });
  clients.push(client);
}

answers({
  async open({ url, count }: { url: string; count: number }) {
    for (let opened = 0; opened < count; opened += opensAtOnce)
      await Promise.all(
        Array.from({ length: Math.min(opensAtOnce, count - opened) }, (_, at) =>
          open(new URL(url), (opened + at) % readsEvery === 0),
        ),
      );
    return clients.length;
  },
  /** What came since the last call. */
  take() {
    const taken = { delivered, lost, latencies, sample };
    delivered = 0;
    latencies = [];
    return taken;
  },
});
