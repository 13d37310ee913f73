import type { Caller } from "./caller.ts";
import type { Admission } from "./limit/admission.ts";
import { withRemaining } from "./operations.ts";
import type { OperationText, Operations, ReadyOperation } from "./operations.ts";
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
    const { admission, persisted } = this;
    const found = persisted.find(request);
    const { query, keepAs } = found instanceof Promise ? await found : found;
    persisted.refuseUnregistered(query, caller.principal);
    const { operationName, variables } = request;
    const ready = await this.acceptText({ query, operationName, variables }, caller);
    if (keepAs !== null && admission.mayRegister(caller)) persisted.keep(keepAs, query);
    return ready;
  }

  /**
   * An operation whose text is the gateway's own, such as a REST route's: as any other, but need not be registered.
   *
   * @throws as `accept` does
   */
  async acceptText(text: OperationText, caller: Caller): Promise<ReadyOperation> {
    const { operations, admission } = this;
    const ready = operations.prepare(text, caller.principal);
    admission.admitFields(ready.operation.rootFields, caller);
    if (operations.triesSecret(ready)) await admission.admitSecret(caller.address);
    const remaining = admission.charge(ready.cost.estimated, caller);
    return withRemaining(ready, remaining);
  }
}
