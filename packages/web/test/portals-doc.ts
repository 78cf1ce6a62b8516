import type { PortalName } from '../src/lib/portal-name.ts';
import type { PageToShow } from './pages.ts';

const PORTALS: readonly (readonly [PortalName, heading: string, about: string])[] = [
  ['owner', 'Owner portal', 'At `/owner`, with the look of the brand whose host is called.'],
  ['pro', 'Pro portal', 'At `/pro`, for the people of a company.'],
  ['operator', 'Operator console', "At the operators' own address (`ADMIN_URL`)."],
];

/** `docs/portals.md`: every page that has pictures, in light, dark and on a phone. */
export function portalsDoc(pages: readonly PageToShow[]): string {
  const sections = PORTALS.flatMap(([portal, heading, about]) => {
    const own = pages.filter((page) => page.portal === portal);
    return own.length === 0 ? [] : [`## ${heading}\n\n${about}`, ...own.map(pictures)];
  });
  return `${[INTRODUCTION, ...sections].join('\n\n')}\n`;
}

const INTRODUCTION = `# The portals

Three portals for browsers, in English, German, Dutch, French and Swedish, light and dark, from a phone to a desk. They are built
by \`npm ci\`, and call the routes that everybody calls. The pictures are of a sandbox; \`npm run screenshots\` takes them anew and
writes this page.`;

function pictures({ name, title }: PageToShow): string {
  const image = (look: string, width: number) =>
    `<img src="screenshots/${name}-${look}.jpg" width="${width}" alt="${title}, ${look}">`;
  return `### ${title}\n\n${image('light', 400)} ${image('dark', 400)} ${image('phone', 120)}`;
}
