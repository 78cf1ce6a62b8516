/** What a label says. */
export interface Label {
  readonly gatewayId?: string;
  readonly labelPassword?: string;
}

const ID = /(?<![0-9])[1-9][0-9]{8}(?![0-9])/;
const GROUPED = /(?<![A-Za-z0-9])[A-Za-z0-9]{4}(-[A-Za-z0-9]{4}){2}(?![A-Za-z0-9-])/;
const ALONE = /(?<![A-Za-z0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]{12}(?![A-Za-z0-9])/;

/**
 * Number and password in the text of a QR code, whatever its form: `hearthgate:101000001?pw=ABCD-EFGH-JKLM`, JSON, an address,
 * or both with anything between. Empty where neither is found.
 */
export function readLabel(text: string): Label {
  const gatewayId = ID.exec(text)?.[0];
  const rest = gatewayId === undefined ? text : text.replace(gatewayId, ' ');
  // Groups mark it; twelve letters alone may be a word of something else.
  const labelPassword = (GROUPED.exec(rest) ?? ALONE.exec(rest))?.[0];
  return {
    ...(gatewayId !== undefined && { gatewayId }),
    ...(labelPassword !== undefined && { labelPassword }),
  };
}
