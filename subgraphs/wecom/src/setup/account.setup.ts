import { randomBytes } from "node:crypto";
import { inTenant } from "@wegraph/database/scope";
import type { Prisma } from "@wegraph/db-wecom/client";
import { v7 } from "uuid";
import type { AccountEvent } from "../account/account.machine.ts";
import { searchText } from "../account/account.store.ts";
import { nextHeartbeatAt } from "../account/account.timings.ts";
import type { AccountTimings } from "../account/account.timings.ts";
import { callbackUrl } from "../corp/corp.directory.ts";
import type { CorpVault } from "../corp/corp.vault.ts";
import type { HealthKeeper } from "../health/health.keeper.ts";
import { callbackSecret } from "../provider/callback.ts";
import { patient } from "../wecom.database.ts";
import type { Tx, WecomDatabase } from "../wecom.database.ts";
import { instanceOf } from "./preparedInstance.ts";
import type { PreparedInstance } from "./preparedInstance.ts";
import type { PastChange } from "./past.rules.ts";

export interface SetupCorp {
  tenantId: string;
  name: string;
  /** At WeCom. */
  corpId: string;
  providerUrl: string;
  secret: string;
}

export interface SetupAccount {
  name: string;
  /** Its transitions, oldest first, from its creation to the state it is in; see pastOf. */
  past: readonly PastChange[];
  group?: string;
  tags?: readonly string[];
  department?: string;
  ownerUserId?: string;
  boundUserIds?: readonly string[];
  autoRecover?: boolean;
  wecomUserId?: string;
  wecomName?: string;
  device?: string;
  heartbeatLatencyMs?: number;
}

interface SetupParts {
  db: WecomDatabase;
  vault: CorpVault;
  keeper: HealthKeeper;
  publicUrl: string;
  timings: AccountTimings;
  clock: () => Date;
}

/**
 * Peoples a database that holds nothing: corporations, and accounts in the states their past led to. Announces
 * nothing, because nobody has missed anything yet.
 */
export class AccountSetup {
  constructor(private readonly parts: SetupParts) {}

  /** Whether there is no corporation of any tenant yet. */
  async isEmpty(): Promise<boolean> {
    return (await this.parts.db.system("account-setup").corp.findFirst({ select: { id: true } })) === null;
  }

  /** Returns the corporation's id. */
  async addCorp({ tenantId, name, corpId, providerUrl, secret }: SetupCorp): Promise<string> {
    const { db, vault } = this.parts;
    const id = v7();
    const secretSealed = vault.sealSecret(id, secret);
    const callbackSecretSealed = vault.sealCallbackSecret(id, callbackSecret(randomBytes(32)));
    const data = { id, tenantId, name, corpId, providerUrl, secretSealed, callbackSecretSealed };
    await inTenant(tenantId, async () => await db.tenant.corp.create({ data }));
    return id;
  }

  /**
   * Adds accounts. What comes back is their other half: instances the provider has to have, as the simulator's
   * `POST /control/instances` takes them.
   *
   * @param actorUserId who is recorded for what people did in the accounts' past.
   */
  async addAccounts(
    tenantId: string,
    corpId: string,
    accounts: readonly SetupAccount[],
    actorUserId: string,
  ): Promise<PreparedInstance[]> {
    const { db, vault, publicUrl, keeper } = this.parts;
    const instances = await inTenant(tenantId, () =>
      db.tenant.$transaction(
        async (tx) => {
          const corp = await tx.corp.findUniqueOrThrow({ where: { id: corpId } });
          const callback = {
            url: callbackUrl(publicUrl, corpId),
            secret: vault.openCallbackSecret(corpId, corp.callbackSecretSealed),
          };
          const made = accounts.map((account) => ({ id: v7(), account }));
          await tx.account.createMany({
            data: made.map(({ id, account }) => this.accountRow(id, tenantId, corpId, account)),
          });
          await tx.accountDrive.createMany({
            data: made.map(({ id, account }) => this.driveRow(id, tenantId, account, callback.url)),
          });
          const loggingIn = made.filter(({ account }) => isLoggingInNow(account));
          await tx.accountLogin.createMany({
            data: loggingIn.map(({ id }) => ({ accountId: id, tenantId })),
          });
          for (const { id, account } of made) await insertPast(tx, tenantId, id, account.past, actorUserId);
          return made.flatMap(({ id, account }) => instanceOf(id, account, callback) ?? []);
        },
        { ...patient, timeout: 60_000 },
      ),
    );
    await keeper.sweep();
    return instances;
  }

  private accountRow(id: string, tenantId: string, corpId: string, account: SetupAccount) {
    const { name, past, group, tags, department, ownerUserId, boundUserIds, autoRecover } = account;
    const [first] = past;
    const last = past.at(-1);
    if (!first || !last) throw new RangeError("an account has at least its creation for a past");
    const latest = (matches: (change: PastChange) => boolean) => past.findLast(matches)?.at ?? null;
    const hasBeenOnline = past.some(({ to }) => to === "ONLINE");
    return {
      id,
      tenantId,
      corpId,
      name,
      status: last.to,
      statusReason: last.reason,
      statusSince: last.at,
      version: past.length,
      healthScore: 100,
      healthParts: [],
      healthComputedAt: new Date(0),
      groupName: group ?? null,
      tags: [...(tags ?? [])],
      department: department ?? null,
      ownerUserId: ownerUserId ?? null,
      boundUserIds: [...(boundUserIds ?? [])],
      autoRecover: autoRecover ?? true,
      wecomUserId: hasBeenOnline ? (account.wecomUserId ?? null) : null,
      wecomName: hasBeenOnline ? (account.wecomName ?? null) : null,
      device: hasBeenOnline ? (account.device ?? null) : null,
      recoverySince: last.to === "ERROR" || last.to === "RECOVERING" ? this.parts.clock() : null,
      lastOnlineAt: latest(({ to }) => to === "ONLINE"),
      lastErrorAt: latest(({ to, from }) => to === "ERROR" && from === "ONLINE"),
      searchText: searchText(name, hasBeenOnline ? (account.wecomName ?? null) : null),
      createdAt: first.at,
      updatedAt: last.at,
    } satisfies Prisma.AccountCreateManyInput;
  }

  private driveRow(accountId: string, tenantId: string, account: SetupAccount, url: string) {
    const { clock, timings } = this.parts;
    const now = clock();
    const status = account.past.at(-1)?.to ?? "CREATED";
    const isOnline = status === "ONLINE";
    const isIdle =
      status === "CREATED" || status === "OFFLINE" || (status === "ERROR" && account.autoRecover === false);
    const hasInstance = status !== "CREATED";
    return {
      accountId,
      tenantId,
      instanceName: account.name,
      // The provider is told to name the instance like the account.
      instanceId: hasInstance ? accountId : null,
      callbackUrl: hasInstance ? url : null,
      nextDueAt: isIdle ? null : isOnline ? nextHeartbeatAt(accountId, now, timings.heartbeatMs) : now,
      lastHeartbeatAt: isOnline ? now : null,
      heartbeatLatencyMs: isOnline ? (account.heartbeatLatencyMs ?? null) : null,
      heartbeatRatio: account.past.some(({ to }) => to === "ONLINE") ? 1 : null,
      healthDueAt: now,
    } satisfies Prisma.AccountDriveCreateManyInput;
  }
}

const byPeople: ReadonlySet<AccountEvent | "CREATE"> = new Set([
  "CREATE",
  "LOG_IN",
  "LOG_OUT",
  "CANCEL_LOGIN",
  "RESTART",
]);
const byDriver: ReadonlySet<AccountEvent | "CREATE"> = new Set([
  "RECOVER",
  "HEARTBEAT_MISSED",
  "ATTEMPT_FAILED",
  "RECOVERY_FAILED",
]);

function actorOf(event: AccountEvent | "CREATE", userId: string): { kind: string; actor: string } {
  if (byPeople.has(event)) return { kind: "USER", actor: userId };
  return byDriver.has(event)
    ? { kind: "SYSTEM", actor: "account-driver" }
    : { kind: "PROVIDER", actor: "instance" };
}

async function insertPast(
  tx: Tx,
  tenantId: string,
  accountId: string,
  past: readonly PastChange[],
  userId: string,
): Promise<void> {
  const rows = past.map((change, i) => ({
    ...change,
    ...actorOf(change.event, userId),
    // Ids in the order of the changes, as they would have been made then.
    id: v7({ msecs: change.at.getTime(), seq: i }),
    version: i + 1,
  }));
  await tx.$executeRaw`
    INSERT INTO wework_account_status_history
      (id, tenant_id, account_id, at, from_status, to_status, event, reason, version, actor_kind, actor_id)
    SELECT p.id, ${tenantId}::uuid, ${accountId}::uuid, p.at, p."from", p."to", p.event, p.reason, p.version, p.kind, p.actor
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS p (id uuid, at timestamptz, "from" text, "to" text,
      event text, reason text, version int, kind text, actor text)`;
}

function isLoggingInNow({ past }: SetupAccount): boolean {
  return ["INITIALIZING", "WAITING_QR", "WAITING_CONFIRM", "VERIFYING"].includes(past.at(-1)?.to ?? "");
}
