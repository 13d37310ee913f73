import { simpleParser } from "mailparser";
import type { Logger } from "pino";
import { SMTPServer } from "smtp-server";
import type { Arrivals } from "../receivers/arrivals.ts";
import type { ReceiverFaults } from "../receivers/receiverFaults.ts";

const mailLogin = { user: "simulator", pass: "smtp-simulator-password" };

export interface MailServer {
  readonly port: number;
  close(): Promise<void>;
}

/** A mail server that delivers to nobody and remembers everything. Mail to "refused@…" is refused, as to one who left. */
export async function startMailServer(options: {
  host: string;
  port: number;
  arrivals: Arrivals;
  faults: ReceiverFaults;
  log: Logger;
}): Promise<MailServer> {
  const { host, port, arrivals, faults, log } = options;
  const server = new SMTPServer({
    logger: false,
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, callback) {
      const isRight = username === mailLogin.user && password === mailLogin.pass;
      callback(isRight ? null : failure(535, "5.7.8 Authentication failed"), { user: username });
    },
    onRcptTo({ address }, _session, callback) {
      callback(address.startsWith("refused@") ? failure(550, "5.1.1 No such user here") : null);
    },
    onData(stream, session, callback) {
      const { fate, delayMs } = faults.next("smtp");
      simpleParser(stream)
        .then(async (mail) => {
          if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
          if (fate === "limit") return callback(failure(451, "4.7.1 Try again later"));
          if (fate === "refuse") return callback(failure(554, "5.7.1 Message refused"));
          if (fate === "server_error") return callback(failure(452, "4.3.1 Insufficient system storage"));
          if (fate !== "drop")
            for (const { address } of session.envelope.rcptTo)
              arrivals.add({
                receiver: "smtp",
                to: address,
                title: mail.subject ?? "",
                text: mail.text ?? "",
                id: mail.messageId ?? "",
              });
          if (fate === "drop" || fate === "lost_answer") {
            for (const connection of server.connections)
              if (connection.session.id === session.id) connection.close();
            return;
          }
          if (fate !== "hang") callback(null, "2.0.0 Taken");
        })
        .catch((cause: unknown) => {
          log.error({ err: cause }, "mail not read");
          callback(failure(451, "4.3.0 Not read"));
        });
    },
  });
  // A client that hangs up is no reason to end.
  server.on("error", (cause: Error) => log.debug({ err: cause }, "mail connection failed"));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.server.address();
  return {
    port: address !== null && typeof address === "object" ? address.port : 0,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        for (const connection of server.connections) connection.close();
      }),
  };
}

function failure(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
