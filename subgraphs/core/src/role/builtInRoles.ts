import type { DataScope } from "@wegraph/kit/principal";

export const builtInRoleKeys = [
  "platform_admin",
  "tenant_admin",
  "operator",
  "staff",
  "viewer",
  "customer",
  "clinician",
] as const;
export type BuiltInRoleKey = (typeof builtInRoleKeys)[number];

export interface BuiltInRole {
  /** Fixed, so that every installation and every process names the same row. */
  id: string;
  name: string;
  description: string;
  dataScope: DataScope;
  platformOnly: boolean;
  /** "ORDINARY" stands for every permission of the catalogue that is not the platform's. */
  permissions: readonly string[] | "ORDINARY";
}

export const builtInRoles: Readonly<Record<BuiltInRoleKey, BuiltInRole>> = {
  platform_admin: {
    id: "01930000-0000-7000-8000-000000000001",
    name: "Platform administrator",
    description: "Runs the platform: everything, and the tenants themselves.",
    dataScope: "TENANT",
    platformOnly: true,
    permissions: ["*:*"],
  },
  tenant_admin: {
    id: "01930000-0000-7000-8000-000000000002",
    name: "Tenant administrator",
    description: "Everything within the tenant.",
    dataScope: "TENANT",
    platformOnly: false,
    permissions: "ORDINARY",
  },
  operator: {
    id: "01930000-0000-7000-8000-000000000003",
    name: "Operator",
    description: "Works with all WeCom accounts of the tenant.",
    dataScope: "TENANT",
    platformOnly: false,
    permissions: [
      "account:*",
      "message:*",
      "contact:*",
      "conversation:*",
      "message-template:write",
      "callback:read",
      "callback:replay",
      "alert:*",
      "alert-rule:manage",
      "file:*",
      "channel:read",
      "system-alert:*",
      "monitor-rule:read",
      "silence:*",
      "report:read",
      "metric:read",
      "corp:read",
      "quota:read",
      "user:read",
    ],
  },
  staff: {
    id: "01930000-0000-7000-8000-000000000004",
    name: "Staff",
    description: "Sees and logs in the WeCom accounts bound to them, and sends from them.",
    dataScope: "BOUND",
    platformOnly: false,
    permissions: [
      "account:read",
      "account:login",
      "message:read",
      "message:send",
      "contact:read",
      "contact:manage",
      "conversation:read",
      "conversation:reply",
      "alert:read",
      "alert:acknowledge",
      "file:*",
    ],
  },
  viewer: {
    id: "01930000-0000-7000-8000-000000000005",
    name: "Viewer",
    description: "Sees, and changes nothing.",
    dataScope: "TENANT",
    platformOnly: false,
    permissions: [
      "account:read",
      "message:read",
      "contact:read",
      "conversation:read",
      "callback:read",
      "alert:read",
      "file:read",
      "system-alert:read",
      "monitor-rule:read",
      "silence:read",
      "report:read",
      "metric:read",
      "corp:read",
      "quota:read",
      "user:read",
    ],
  },
  customer: {
    id: "01930000-0000-7000-8000-000000000006",
    name: "Customer",
    description: "A customer of the tenant; no rights in the console.",
    dataScope: "OWN",
    platformOnly: false,
    permissions: [],
  },
  clinician: {
    id: "01930000-0000-7000-8000-000000000007",
    name: "Clinician",
    description: "Looks after the patients they are responsible for, or of whose care team they are.",
    dataScope: "BOUND",
    platformOnly: false,
    permissions: [
      "patient:read",
      "patient:write",
      "vital-sign:*",
      "health-device:read",
      "health-alert:*",
      "health-rule:read",
      "checkup-report:*",
      "health-analysis:read",
      "colleague:read",
      "file:*",
    ],
  },
};

/** Who holds one of these is an administrator of the tenant; one must always be left. */
export function adminRoleId(tenant: { isPlatform: boolean }): string {
  return tenant.isPlatform ? builtInRoles.platform_admin.id : builtInRoles.tenant_admin.id;
}
