import type { CommandListQuery } from '@hearthgate/wire';
import { requireAccess } from '../../access/index.ts';
import { page, readPage } from '../../platform/http/paging.ts';
import type { HvacContext } from '../hvac.ts';
import { commandView } from './command-view.ts';
import { listedCommands } from './store.ts';

/** Commands of the calling company, or all for an owner, newest first; none of an earlier owner's time. */
export async function listCommands(
  { hvac, caller }: HvacContext,
  input: { gatewayId: string; query: CommandListQuery },
) {
  const need = 'remoteControl';
  const { gatewayId, dataFrom } = await requireAccess(hvac.access, caller, input.gatewayId, need);
  const { status, ...paging } = input.query;
  const wanted = readPage(paging);
  const rows = await listedCommands(hvac.db, gatewayId, {
    ...(caller.kind === 'COMPANY' && { actorId: caller.companyId }),
    ...(status && { status }),
    from: dataFrom,
    beforeNo: wanted.after,
    limit: wanted.limit,
  });
  return page(wanted, rows, ({ no }) => no, commandView);
}
