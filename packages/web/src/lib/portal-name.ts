export type PortalName = 'owner' | 'pro' | 'operator';
