export const fileOrderFields = ["name", "bytes", "createdAt"] as const;
export type FileOrderField = (typeof fileOrderFields)[number];
