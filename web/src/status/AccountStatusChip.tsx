import type { AccountConnector, AccountStatus } from "../gql/graphql.ts";
import { accountStatusLook } from "./accountStatus.ts";
import { useAccountWords } from "./accountWords.ts";
import { StatusLabel } from "./StatusLabel.tsx";

interface AccountStatusChipProps {
  status: AccountStatus;
  /** Where it is known, the words are those for this kind of account. */
  connector?: AccountConnector | undefined;
}

export function AccountStatusChip({ status, connector }: AccountStatusChipProps) {
  const words = useAccountWords();
  return <StatusLabel {...accountStatusLook[status]}>{words.name({ status, connector })}</StatusLabel>;
}
