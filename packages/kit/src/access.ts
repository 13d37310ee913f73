import "reflect-metadata";
import { Authorized, Directive } from "type-graphql";
import type { Permission } from "./principal.ts";

/**
 * Declares the right a field, or every field of an object type, needs. One declaration serves twice: the
 * gateway reads `@requiresScopes` from the supergraph and refuses before a fetch is made; the subgraph's
 * auth checker reads the same permissions and refuses again.
 */
export function Requires(...permissions: Permission[]): ClassDecorator & MethodDecorator & PropertyDecorator {
  const scopes = permissions.map((permission) => JSON.stringify(permission)).join(", ");
  return both(Directive(`@requiresScopes(scopes: [[${scopes}]])`), Authorized(permissions));
}

/** Any signed-in caller, whatever its rights. */
export function SignedIn(): ClassDecorator & MethodDecorator & PropertyDecorator {
  return both(Directive("@authenticated"), Authorized());
}

type AnyDecorator = (target: object, key?: string | symbol, descriptor?: PropertyDescriptor) => void;

function both(...decorators: unknown[]): ClassDecorator & MethodDecorator & PropertyDecorator {
  return (target: object, key?: string | symbol, descriptor?: PropertyDescriptor) => {
    for (const decorator of decorators) (decorator as AnyDecorator)(target, key, descriptor);
  };
}
