export { announceGateway } from './announce.ts';
export { type SelfSigned, selfSigned } from './certificate.ts';
export type { History } from './history.ts';
export { K40Double, type K40DoubleOptions } from './k40-double.ts';
export { Km200Double, type Km200DoubleOptions } from './km200-double.ts';
export { startTlsFront } from './tls-front.ts';
