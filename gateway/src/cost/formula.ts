type Values = Readonly<Record<string, unknown>>;

/** A number that may depend on variables; what does not is computed once. */
export type Formula = number | ((variables: Values) => number);

export function valueOf(formula: Formula, variables: Values): number {
  return typeof formula === "number" ? formula : formula(variables);
}

export function sum(parts: readonly Formula[]): Formula {
  return combined(parts, 0, (a, b) => a + b);
}

export function product(parts: readonly Formula[]): Formula {
  return parts.includes(0) ? 0 : combined(parts, 1, (a, b) => a * b);
}

export function largest(parts: readonly Formula[]): Formula {
  return combined(parts, 0, Math.max);
}

function combined(
  parts: readonly Formula[],
  neutral: number,
  combine: (a: number, b: number) => number,
): Formula {
  let known = neutral;
  const open: ((variables: Values) => number)[] = [];
  for (const part of parts)
    if (typeof part === "number") known = combine(known, part);
    else open.push(part);
  if (open.length === 0) return known;
  return (variables) => {
    let value = known;
    for (const part of open) value = combine(value, part(variables));
    return value;
  };
}
