import type {
  AccessExplanation,
  ConsentReceipt,
  Contract,
  ContractActionResults,
  ContractActions,
  ContractPatch,
} from '../generated/api.ts';
import { Pages } from '../pages.ts';
import { PAGE_SIZE, type Transport } from '../transport/transport.ts';
import type { CallOptions, ContractFilter, WriteOptions } from '../types.ts';

/** What owners have shared with the company. */
export class Contracts {
  readonly #api: Transport;
  constructor(api: Transport) {
    this.#api = api;
  }

  list(filter: ContractFilter = {}, options?: CallOptions): Pages<Contract> {
    return new Pages((cursor) =>
      this.#api.call(
        'get',
        '/contracts',
        { path: {}, query: { limit: PAGE_SIZE, ...filter, ...cursor } },
        options,
      ),
    );
  }

  /** `partnerUserId`: only if the contract carries it, else 404. */
  get(
    gatewayId: string,
    query: { readonly partnerUserId?: string } = {},
    options?: CallOptions,
  ): Promise<Contract> {
    return this.#api.call('get', '/contracts/{gatewayId}', { path: { gatewayId }, query }, options);
  }

  accept(gatewayId: string, options?: WriteOptions): Promise<Contract> {
    return this.#act(gatewayId, 'ACCEPT', options);
  }

  reject(gatewayId: string, options?: WriteOptions): Promise<Contract> {
    return this.#act(gatewayId, 'REJECT', options);
  }

  revoke(gatewayId: string, options?: WriteOptions): Promise<Contract> {
    return this.#act(gatewayId, 'REVOKE', options);
  }

  /** Acknowledges that it has ended; afterwards it is gone. */
  async remove(gatewayId: string, options?: WriteOptions): Promise<void> {
    await this.#api.call('delete', '/contracts/{gatewayId}', { path: { gatewayId } }, options);
  }

  /** One action on up to 500 contracts; each tells what became of it. */
  actOnMany(body: ContractActions, options?: WriteOptions): Promise<ContractActionResults> {
    return this.#api.call('post', '/pro/contracts/actions', { path: {}, body }, options);
  }

  /** Which endpoints of the gateway would be refused now, and why. */
  access(gatewayId: string, options?: CallOptions): Promise<AccessExplanation> {
    return this.#api.call('get', '/contracts/{gatewayId}/access', { path: { gatewayId } }, options);
  }

  /** Proof of the consent that was given last. */
  consentReceipt(gatewayId: string, options?: CallOptions): Promise<ConsentReceipt> {
    return this.#api.call('get', '/contracts/{gatewayId}/consent/receipt', { path: { gatewayId } }, options);
  }

  #act(gatewayId: string, action: ContractPatch['action'], options?: WriteOptions): Promise<Contract> {
    return this.#api.call(
      'patch',
      '/contracts/{gatewayId}',
      { path: { gatewayId }, body: { action } },
      options,
    );
  }
}
