import { z } from "zod";

const shape = z.object({ NATS_URL: z.string() });

/** The servers that tests may use; the test runner starts them and says where they are. */
export function testServers() {
  return { natsUrl: shape.parse(process.env).NATS_URL };
}
