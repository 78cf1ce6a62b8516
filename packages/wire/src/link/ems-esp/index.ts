export type { Skipped } from './convert.ts';
export { decodeReadings, type EmsDecoded } from './decode.ts';
export { derivedValues, describeEms } from './describe.ts';
export { EMS_ENTITIES } from './entities.ts';
export { heatSourceOf } from './heat-source.ts';
export { NOTHING_KNOWN, learnEntities, type EmsKnowledge } from './knowledge.ts';
export { faultsIn, type FaultSource } from './last-code.ts';
export { parseEmsTopic, parseJson, parseObject, readingsOf, type EmsReading } from './payload.ts';
export { emsWriteOf, isAllowedCommand, type EmsWrite } from './write.ts';
