import type { QueryClient } from '@tanstack/react-query';
import type { RouteObject } from 'react-router';
import type { CommonTexts } from '../texts/en.ts';
import type { IconName } from '../ui/icon.tsx';
import type { PortalName } from './portal-name.ts';
import type { StreamEvent } from './sse.ts';
import type { TextLoaders } from './texts.tsx';

export interface NavItem {
  /** Below the portal's own path. */
  readonly to: string;
  readonly label: string;
  readonly icon: IconName;
}

/** What one of the three portals is made of. */
export interface Portal<T extends CommonTexts = CommonTexts> {
  readonly name: PortalName;
  /** Where its pages are. */
  readonly base: string;
  /** Where the routes about the own account are: `GET {own}/me` says who is signed in. */
  readonly own: string;
  /** Where its sign-in routes are, such as `{signIn}/sign-in`. */
  readonly signIn: string;
  /** What else than a password is offered: `GET` of this path. */
  readonly signInOptions?: string;
  /** May strangers make an account, and how long must a password be? */
  readonly signUp: boolean;
  readonly passwordMin: number;
  /** The page on which a company applies to be let in. */
  readonly applyAt?: string;
  /** Where links are asked for by mail and used, such as `{mailLinks}/password-reset`; without it there are none. */
  readonly mailLinks?: string;
  /** The stream of what happens, and what it makes old. */
  readonly stream?: {
    readonly path: string;
    readonly onEvent: (event: StreamEvent, queries: QueryClient) => void;
  };
  readonly texts: TextLoaders<T>;
  readonly nav: (texts: T) => readonly NavItem[];
  /** Pages about the person, in the account menu. */
  readonly accountMenu?: (texts: T) => readonly Omit<NavItem, 'icon'>[];
  /** Pages that need nobody signed in, besides those of the sign-in. */
  readonly openRoutes?: readonly RouteObject[];
  /** The pages inside the shell. */
  readonly routes: readonly RouteObject[];
}

/** Somebody who is signed in; portals know more of them. */
export interface Me {
  readonly email: string;
  readonly name: string;
  readonly language?: string;
}
