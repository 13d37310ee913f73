import { z } from "zod";
import type { DomainCaller } from "./domainCaller.ts";
import { settingRecordShape } from "./settingRecord.ts";
import type { SettingDeclaration, SettingRecord, SettingSource } from "./settingRecord.ts";

const answer = z.object({
  page: z.object({ records: z.array(settingRecordShape), nextAfter: z.string().nullable() }),
});

/** Core's settings as another domain reaches them. */
export class DomainSettingSource implements SettingSource {
  constructor(private readonly core: DomainCaller) {}

  async declare(declarations: readonly SettingDeclaration[]): Promise<void> {
    await this.core.ask({
      query: "mutation ($text: String!) { _declareSettings(declarations: $text) }",
      variables: { text: JSON.stringify(declarations) },
    });
  }

  async read(): Promise<SettingRecord[]> {
    const records: SettingRecord[] = [];
    let after: string | null = null;
    do {
      const { page } = answer.parse(
        await this.core.ask({
          query: "query ($after: ID) { page: _settings(after: $after) { records nextAfter } }",
          variables: { after },
        }),
      );
      records.push(...page.records);
      after = page.nextAfter;
    } while (after !== null);
    return records;
  }
}
