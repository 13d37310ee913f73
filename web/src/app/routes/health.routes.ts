import type { RouteObject } from "react-router";
import { page } from "../page.ts";

/** Patients, what is measured of them, and what follows from it. */
export const healthRoutes: RouteObject[] = [
  {
    path: "health/patients/:id",
    handle: { requires: "patient:read" },
    lazy: page(async () => (await import("../../features/patients/PatientPage.tsx")).PatientPage, "patients"),
  },
];
