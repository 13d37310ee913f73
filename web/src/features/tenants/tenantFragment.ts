import DeletedIcon from "@mui/icons-material/DeleteOutlineRounded";
import ActiveIcon from "@mui/icons-material/CheckCircleRounded";
import SuspendedIcon from "@mui/icons-material/PauseCircleRounded";
import { graphql } from "../../gql/gql.ts";
import type { TenantStatus } from "../../gql/graphql.ts";
import type { StatusLook } from "../../status/StatusLabel.tsx";

export const tenantFragment = graphql(`
  fragment Tenant_tenant on Tenant {
    id
    name
    slug
    plan
    status
    timeZone
    isPlatform
    createdAt
    suspendedAt
    deletedAt
    purgeAfter
    userCount
  }
`);

export const tenantLook: Readonly<Record<TenantStatus, StatusLook>> = {
  ACTIVE: { tone: "positive", icon: ActiveIcon },
  SUSPENDED: { tone: "attention", icon: SuspendedIcon },
  DELETED: { tone: "negative", icon: DeletedIcon },
};

export const resumeTenant = graphql(`
  mutation ResumeTenant($input: TenantInput!) {
    resumeTenant(input: $input) {
      tenant {
        ...Tenant_tenant
      }
    }
  }
`);

export const restoreTenant = graphql(`
  mutation RestoreTenant($input: TenantInput!) {
    restoreTenant(input: $input) {
      tenant {
        ...Tenant_tenant
      }
    }
  }
`);

export const suspendTenant = graphql(`
  mutation SuspendTenant($input: SuspendTenantInput!) {
    suspendTenant(input: $input) {
      tenant {
        ...Tenant_tenant
      }
    }
  }
`);

export const deleteTenant = graphql(`
  mutation DeleteTenant($input: TenantInput!) {
    deleteTenant(input: $input) {
      tenant {
        ...Tenant_tenant
      }
    }
  }
`);

export const changeTenantPlan = graphql(`
  mutation ChangeTenantPlan($input: ChangeTenantPlanInput!) {
    changeTenantPlan(input: $input) {
      tenant {
        ...Tenant_tenant
      }
    }
  }
`);

export const changeTenantTimeZone = graphql(`
  mutation ChangeTenantTimeZone($input: ChangeTenantTimeZoneInput!) {
    changeTenantTimeZone(input: $input) {
      tenant {
        ...Tenant_tenant
      }
    }
  }
`);
