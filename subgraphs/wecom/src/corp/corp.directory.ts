import { inTenant } from "@wegraph/database/scope";
import type { CallbackTarget, ProviderCorp } from "../provider/provider.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import type { CorpVault } from "./corp.vault.ts";

/** How a corporation's provider of instances is reached, and how it reaches us. */
export interface CorpAccess {
  corp: ProviderCorp;
  callback: CallbackTarget;
}

interface Entry {
  access: Promise<CorpAccess | null>;
  validUntil: number;
}

const validMs = 5_000;
const entriesMax = 1_000;

/** Opened secrets of the corporations in use, for seconds: a change of secret is soon known in every process. */
export class CorpDirectory {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly db: WecomDatabase,
    private readonly vault: CorpVault,
    /** Public address of this platform. */
    private readonly publicUrl: string,
  ) {}

  /** Null for a corporation the tenant does not have, or one without such a provider. */
  access(tenantId: string, corpId: string): Promise<CorpAccess | null> {
    const key = `${tenantId} ${corpId}`;
    const known = this.entries.get(key);
    if (known && known.validUntil > performance.now()) return known.access;
    if (this.entries.size >= entriesMax) this.entries.clear();
    const access = inTenant(tenantId, () => this.read(corpId));
    this.entries.set(key, { access, validUntil: performance.now() + validMs });
    access.catch(() => this.entries.delete(key));
    return access;
  }

  private async read(corpId: string): Promise<CorpAccess | null> {
    const row = await this.db.tenant.corp.findFirst({ where: { id: corpId } });
    if (!row || row.providerUrl === null || row.secretSealed === null) return null;
    return {
      corp: { baseUrl: row.providerUrl, secret: this.vault.openSecret(corpId, row.secretSealed) },
      callback: {
        url: callbackUrl(this.publicUrl, corpId),
        secret: this.vault.openCallbackSecret(corpId, row.callbackSecretSealed),
      },
    };
  }
}

/** Below the domain's prefix at the gateway. */
export const callbackPath = "instance/";

export function callbackUrl(publicUrl: string, corpId: string): string {
  return `${publicUrl.replace(/\/+$/, "")}/webhooks/wecom/${callbackPath}${corpId}`;
}
