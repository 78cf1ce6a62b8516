import { locate, type Leaf } from '@hearthgate/wire';

/**
 * What is kept of a description: leaves of the catalogue, so network names and addresses never enter. What an installer sets is
 * kept as read-only, whatever the gateway allows, so no way of writing reaches it.
 */
export function keptLeaves(described: readonly Leaf[]): Leaf[] {
  return described.flatMap((leaf) => {
    const resource = locate(leaf.id)?.resource;
    if (!resource) return [];
    return [leaf.writeable && !resource.writable ? { ...leaf, writeable: false } : leaf];
  });
}
