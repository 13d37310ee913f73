import { createServer } from "node:net";
import { StartError } from "./startError.ts";

type Refusal = "EADDRINUSE" | "EACCES" | (string & {});

/** Why nobody can listen there now; undefined when one can. */
function portRefusal(port: number, host?: string): Promise<Refusal | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
}

/** The wished port when it is free on the loopback address, else any free one. */
export async function freePort(wished = 0): Promise<number> {
  if (wished !== 0 && (await portRefusal(wished, "127.0.0.1")) === undefined) return wished;

  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen({ port: 0, host: "127.0.0.1", exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === "object") resolve(address.port);
        else reject(new Error("The system gave no free port."));
      });
    });
  });
}

/** The port the whole product is reached at: it is never replaced by another in silence. */
export async function publicPort(wished: number): Promise<number> {
  if (wished === 0) return freePort();
  const refusal = (await portRefusal(wished)) ?? (await portRefusal(wished, "127.0.0.1"));
  if (refusal === undefined) return wished;
  const why =
    refusal === "EADDRINUSE"
      ? "is used by another program"
      : refusal === "EACCES"
        ? "may not be used by this user"
        : `cannot be used (${refusal})`;
  throw new StartError(`Port ${wished} ${why}. Choose another:  PORT=${wished + 1} npm start`);
}
