import type { AccountStatus } from "@wegraph/wecom/account/account.machine";
import type { SetupAccount } from "@wegraph/wecom/setup/account.setup";
import { pastOf } from "@wegraph/wecom/setup/past.rules";
import type { PreparedInstance } from "@wegraph/wecom/setup/preparedInstance";
import type { Wecom } from "@wegraph/wecom/subgraph";
import { randomOf } from "./random.ts";
import type { Random } from "./random.ts";
import { tell } from "./simulator.ts";

export interface DemoAccounts {
  wecom: Wecom;
  tenantId: string;
  tenant: { slug: string; corp: { name: string; corpId: string }; accounts: number };
  simulatorUrl: string;
  /** Users who own accounts, and the staff some are bound to. */
  owners: readonly string[];
  staff: readonly string[];
}

const day = 24 * 60 * 60_000;

/** Of a hundred accounts: most work, and each other state can be seen somewhere. */
const shares: readonly [AccountStatus, number][] = [
  ["ONLINE", 88],
  ["OFFLINE", 6],
  ["CREATED", 3],
  ["ERROR", 2],
  ["WAITING_QR", 1],
];

const groups = ["预约客服", "健康顾问", "售后支持", "慢病管理", "活动运营", "门店一线"];
const tags = ["重点", "新人", "夜班", "VIP", "试运行", "华东", "华南"];
const surnames = Array.from("王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗");
const given = [
  "思远",
  "雨桐",
  "子涵",
  "浩然",
  "欣怡",
  "梓萱",
  "俊杰",
  "诗涵",
  "宇轩",
  "佳琪",
  "文博",
  "静怡",
  "志强",
  "晓梅",
];
const devices = ["iPhone 16 Pro", "HUAWEI Mate 70", "Xiaomi 15", "Windows 11", "macOS 15", "OPPO Find X8"];

/**
 * Accounts with a past, and their other half at the provider. The same platform gets the same people each time. Returns
 * our id of their corporation.
 */
export async function seedAccounts(options: DemoAccounts): Promise<string> {
  const { wecom, tenantId, tenant, simulatorUrl, owners } = options;
  const random = randomOf(tenant.slug);
  const corpSecret = `demo-${tenant.slug}-${tenant.corp.corpId}`;
  await tell(simulatorUrl, "PUT", `corps/${tenant.corp.corpId}`, {
    secret: corpSecret,
    name: tenant.corp.name,
  });
  const corpId = await wecom.setup.addCorp({
    tenantId,
    ...tenant.corp,
    providerUrl: simulatorUrl,
    secret: corpSecret,
  });
  const accounts = Array.from({ length: tenant.accounts }, (_, n) => accountOf(n, options, random));
  const [actor] = owners;
  if (actor === undefined) throw new Error(`nobody in ${tenant.slug} could have made its accounts`);
  const instances: PreparedInstance[] = await wecom.setup.addAccounts(tenantId, corpId, accounts, actor);
  await tell(simulatorUrl, "POST", "instances", { corpId: tenant.corp.corpId, instances });
  return corpId;
}

function accountOf(n: number, { owners, staff }: DemoAccounts, random: Random): SetupAccount {
  const person = `${random.pick(surnames)}${random.pick(given)}`;
  const group = random.pick(groups);
  const now = Date.now();
  const status = statusOf(random);
  const sinceMs =
    status === "WAITING_QR" ? 20_000 : random.between(5 * 60_000, status === "ONLINE" ? 3 * day : day);
  const owner = random.pick(owners);
  return {
    name: `${group}-${String(n + 1).padStart(3, "0")} ${person}`,
    past: pastOf({
      createdAt: new Date(now - random.between(8 * day, 30 * day)),
      status,
      since: new Date(now - sinceMs),
      random: () => random.between(0, 1),
    }),
    group,
    tags: tags.filter(() => random.between(0, 1) < 0.2),
    department: "客户服务部",
    ownerUserId: owner,
    boundUserIds: random.between(0, 1) < 0.25 ? staff : [],
    wecomUserId: `user${String(n + 1).padStart(4, "0")}`,
    wecomName: person,
    device: random.pick(devices),
    heartbeatLatencyMs: Math.round(random.between(15, 140)),
  };
}

function statusOf(random: Random): AccountStatus {
  let drawn = random.between(0, 100);
  for (const [status, share] of shares) if ((drawn -= share) < 0) return status;
  return "ONLINE";
}
