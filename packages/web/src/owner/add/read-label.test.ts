import { expect, test } from 'vitest';
import { readLabel } from './read-label.ts';

const LABEL = { gatewayId: '101000001', labelPassword: 'ABCD-EFGH-JKLM' };

test.each([
  'hearthgate:101000001?pw=ABCD-EFGH-JKLM',
  'hearthgate:101000001:ABCD-EFGH-JKLM',
  '{"gatewayId":"101000001","labelPassword":"ABCD-EFGH-JKLM"}',
  '{"id":101000001,"password":"ABCD-EFGH-JKLM"}',
  '101000001 ABCD-EFGH-JKLM',
  'https://portal.example/claim?gatewayId=101000001&labelPassword=ABCD-EFGH-JKLM',
  'SN 101000001\nPW ABCD-EFGH-JKLM',
])('number and password are found in %s', (text) => {
  expect(readLabel(text)).toEqual(LABEL);
});

test('without groups it is found too, where it stands alone', () => {
  expect(readLabel('101000001;ABCDEFGHJK23')).toEqual({
    gatewayId: '101000001',
    labelPassword: 'ABCDEFGHJK23',
  });
});

test('nothing is made up', () => {
  expect(readLabel('')).toEqual({});
  expect(readLabel('hello world')).toEqual({});
  expect(readLabel('1010000011')).toEqual({});
});
