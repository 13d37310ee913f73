import { createContext, use } from "react";
import { graphql } from "../gql/gql.ts";
import type { ViewerQuery } from "../gql/graphql.ts";
import { holds } from "./permissions.ts";

export const viewerQuery = graphql(`
  query Viewer {
    viewer {
      user {
        id
        email
        displayName
        locale
        totpEnabled
      }
      tenant {
        id
        name
        slug
        timeZone
        isPlatform
      }
      tenants {
        id
        name
        slug
        status
      }
      permissions
      dataScope
    }
  }
`);

export type Viewer = ViewerQuery["viewer"];

export const ViewerContext = createContext<Viewer | null>(null);

export function useViewer(): Viewer {
  const viewer = use(ViewerContext);
  if (!viewer) throw new Error("useViewer needs a ViewerContext above it.");
  return viewer;
}

/** What the viewer may not do is not offered. The server decides all the same. */
export function useCan(): (permission: string) => boolean {
  const { permissions } = useViewer();
  return (permission) => holds(permissions, permission);
}
