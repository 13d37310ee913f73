import { readDemoLogins } from "../demo/people.ts";
import type { DemoLogin } from "../demo/people.ts";

/** A demo login with this role in the first or second demo tenant. */
export function demoLogin(role: string, tenant: 0 | 1 = 0): DemoLogin {
  const logins = readDemoLogins();
  const ofTenants = logins.filter(({ roles }) => !roles.includes("platform_admin"));
  const tenants = [...new Set(ofTenants.map((login) => login.tenant))];
  const found = logins.find(
    (login) =>
      login.roles.some((each) => each === role) &&
      (role === "platform_admin" || login.tenant === tenants[tenant]),
  );
  if (!found) throw new Error(`no demo login with role ${role}`);
  return found;
}
