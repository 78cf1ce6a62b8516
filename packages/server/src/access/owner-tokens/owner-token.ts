import { secretLayout } from '../keys/secret-text.ts';

/** `hgOwner_<YYYYMMDDTHHMMSSZ>_<tokenId>_<secret>_<checksum>`, as API keys. */
export const OWNER_TOKEN_PREFIX = 'hgOwner';
export const OWNER_TOKEN = secretLayout(OWNER_TOKEN_PREFIX, 'tok');
