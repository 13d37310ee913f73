import { readFileSync } from "node:fs";
import { z } from "zod";
import { builtInRoleKeys } from "@wegraph/core/role/builtInRoles";
import { projectFile } from "../project.ts";

const loginShape = z.array(
  z.object({
    tenant: z.string(),
    email: z.email(),
    password: z.string(),
    roles: z.array(z.enum(builtInRoleKeys)).nonempty(),
  }),
);

export type DemoLogin = z.infer<typeof loginShape>[number];

/** The demo's logins, which the README prints and the console's first visitor types. */
export function readDemoLogins(): DemoLogin[] {
  return loginShape.parse(JSON.parse(readFileSync(projectFile("docs/demo.json"), "utf8")));
}

const names: Readonly<Record<string, string>> = {
  "platform@wegraph.example": "周平台",
  "admin@dawn.example": "林晨",
  "operator@dawn.example": "陈思远",
  "staff@dawn.example": "王雨桐",
  "viewer@dawn.example": "赵明",
  "customer@dawn.example": "刘女士",
  "clinician@dawn.example": "沈文博",
  "admin@sail.example": "Grace Sun",
  "operator@sail.example": "何帆",
  "staff@sail.example": "Leo Zhang",
  "viewer@sail.example": "唐静",
  "customer@sail.example": "Mr. Wu",
  "clinician@sail.example": "Dr. Lin",
};

export function nameOf({ email }: DemoLogin): string {
  return names[email] ?? email;
}
