import type { NoticeData, NoticeType } from '@hearthgate/wire';
import type { Endpoint } from './endpoint.ts';
import { asBody } from './send-events.ts';

/** A message that does not stand in the log, for one endpoint alone. */
export function noticeBody<T extends NoticeType>(
  endpoint: Endpoint,
  notice: { readonly id: string; readonly type: T; readonly atMs: number; readonly data: NoticeData[T] },
): string {
  const { company_id: companyId } = endpoint.row;
  const { id, type, atMs, data } = notice;
  const text = JSON.stringify({
    specversion: '1.0',
    id,
    source: `/companies/${companyId}`,
    type,
    time: new Date(atMs).toISOString(),
    datacontenttype: 'application/json',
    companyid: companyId,
    data,
  });
  return asBody(endpoint, text);
}
