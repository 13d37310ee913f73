import type { Caller } from "./caller.ts";
import type { Admission } from "./limit/admission.ts";
import type { Operations, ReadyOperation } from "./operations.ts";
import type { PersistedOperations, PersistedRequest } from "./persisted/persistedOperations.ts";

/** One operation as a client sends it, whatever the transport. */
export interface OperationRequest extends PersistedRequest {
  operationName?: string | null | undefined;
  variables?: Record<string, unknown> | null | undefined;
}

/** The one way in for operations from outside: text found, checked, counted and charged for. */
export class Entrance {
  constructor(
    private readonly operations: Operations,
    private readonly admission: Admission,
    private readonly persisted: PersistedOperations,
  ) {}

  /**
   * @throws RequestRefused when the operation cannot be run at all.
   * @throws AppError RATE_LIMITED
   */
  async accept(request: OperationRequest, caller: Caller): Promise<ReadyOperation> {
    const { operations, admission, persisted } = this;
    const { principal, address } = caller;
    const found = persisted.find(request);
    const { query, keepAs } = found instanceof Promise ? await found : found;
    persisted.refuseUnregistered(query, principal);
    const { operationName, variables } = request;
    const ready = operations.prepare({ query, operationName, variables }, principal);
    if (keepAs !== null && admission.mayRegister(caller)) persisted.keep(keepAs, query);
    admission.admitFields(ready.operation.rootFields, caller);
    if (operations.triesSecret(ready)) await admission.admitSecret(address);
    const remaining = admission.charge(ready.cost.estimated, caller);
    return { ...ready, cost: { ...ready.cost, remaining } };
  }
}
