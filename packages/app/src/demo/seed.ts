import type { Core } from "@wegraph/core/subgraph";
import type { Health } from "@wegraph/health/subgraph";
import { LocalSubgraph } from "@wegraph/kit/localSubgraph";
import type { Logger } from "@wegraph/kit/log";
import type { Wecom } from "@wegraph/wecom/subgraph";
import { seedAccounts } from "./accounts.ts";
import { addChannels } from "./channels.ts";
import { DemoTenant } from "./demoTenant.ts";
import { beforeStart } from "./enliven.ts";
import { bringFiles } from "./files.ts";
import { nameOf, readDemoLogins } from "./people.ts";
import type { DemoLogin } from "./people.ts";

export interface DemoOptions {
  core: Core;
  wecom: Wecom;
  health: Health;
  log: Logger;
  /** The provider that demo accounts live at. */
  simulatorUrl: string | undefined;
  /** Where the platform answers once it has started. */
  platformUrl: string;
  /** Where demo mail goes. */
  simulatorSmtpUrl: string | undefined;
}

interface Planned {
  name: string;
  slug: string;
  /** Its corporation's name at WeCom and there its id. */
  corp: { name: string; corpId: string };
  accounts: number;
}

const planned: readonly Planned[] = [
  {
    name: "晨曦健康",
    slug: "dawn",
    corp: { name: "晨曦健康管理有限公司", corpId: "ww5d2f8e1c0a9b7346" },
    accounts: 130,
  },
  {
    name: "云帆商贸",
    slug: "sail",
    corp: { name: "云帆商贸（杭州）", corpId: "ww8c41b6f2d3e05a97" },
    accounts: 70,
  },
];

/**
 * Two tenants, users of every role, 200 accounts with a past, the applications of two corporations and patients, so that a
 * newcomer sees life at once. Only into a platform that holds nothing at all. Returns the tenants, for what can only be
 * done when the platform runs.
 */
export async function seedDemo({
  core,
  wecom,
  health,
  log,
  simulatorUrl,
  platformUrl,
  simulatorSmtpUrl,
}: DemoOptions): Promise<DemoTenant[]> {
  if (!(await core.setup.isRequired())) return [];
  const graphs = {
    wecom: new LocalSubgraph(wecom.subgraph, log),
    health: new LocalSubgraph(health.subgraph, log),
  };
  const tenants: DemoTenant[] = [];
  const logins = readDemoLogins();
  const [platform] = logins.filter(({ roles }) => roles.includes("platform_admin"));
  if (!platform) throw new Error("docs/demo.json names no platform administrator");
  await core.setup.platform({ name: platform.tenant, admin: adminOf(platform) });

  for (const tenant of planned) {
    const own = logins.filter((login) => login.tenant === tenant.name);
    const [admin] = own.filter(({ roles }) => roles.includes("tenant_admin"));
    if (!admin) throw new Error(`docs/demo.json names no administrator of ${tenant.name}`);
    const { id: tenantId } = await core.setup.tenant({
      name: tenant.name,
      slug: tenant.slug,
      plan: "STANDARD",
      admin: adminOf(admin),
    });
    const users: { id: string; email: string }[] = [];
    for (const login of own.filter((each) => each !== admin)) {
      const { email, password, roles } = login;
      const displayName = nameOf(login);
      users.push(
        await core.setup.user({ tenantId, email, password, roles, displayName, department: "客户服务部" }),
      );
    }
    const having = (role: string) =>
      users.filter(({ email }) =>
        own.some((login) => login.email === email && login.roles.some((each) => each === role)),
      );
    const staff = having("staff").map(({ id }) => id);
    const owners = [...having("operator").map(({ id }) => id), ...staff];
    if (simulatorUrl) {
      const id = await seedAccounts({ wecom, tenantId, tenant, simulatorUrl, owners, staff });
      const named = (ids: readonly string[]) =>
        users.flatMap(({ id: userId, email }) =>
          ids.includes(userId)
            ? own
                .filter((login) => login.email === email)
                .map((login) => ({ id: userId, name: nameOf(login) }))
            : [],
        );
      const [operator] = named(owners);
      if (!operator) throw new Error(`docs/demo.json names nobody who could operate ${tenant.name}`);
      const clinicians = named(having("clinician").map((each) => each.id));
      const corp = { id, ...tenant.corp };
      const facts = { slug: tenant.slug, tenantId, corp, operator, clinicians, simulatorUrl, platformUrl };
      const lively = new DemoTenant(facts, graphs, log);
      for (const chapter of beforeStart) await chapter(lively);
      await addChannels(core, { ...facts, simulatorSmtpUrl }, log);
      await bringFiles(core, facts, log);
      tenants.push(lively);
    }
    log.info({ tenant: tenant.slug, users: users.length + 1, accounts: tenant.accounts }, "demo tenant made");
  }
  return tenants;
}

function adminOf(login: DemoLogin) {
  const { email, password } = login;
  return { email, password, displayName: nameOf(login) };
}
