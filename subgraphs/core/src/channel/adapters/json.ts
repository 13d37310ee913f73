/** Headers of a body in JSON. */
export const json = { "content-type": "application/json; charset=utf-8", "user-agent": "Wegraph/1" } as const;
