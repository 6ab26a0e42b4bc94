/**
 * Where the services are, seen from where the portal is served: at Azure's public name they have their public names,
 * anywhere else one origin serves all (and `GET /metadata/endpoints` there says the same).
 */
export interface CloudOrigins {
  readonly arm: string
  readonly graph: string
  readonly signIn: string
  /** The operations API: always where the portal is. */
  readonly operations: string
}

/** @param origin of the page, `https://localhost:4430` */
export function cloudOriginsFor(origin: string): CloudOrigins {
  if (new URL(origin).hostname !== 'portal.azure.com') {
    return { arm: origin, graph: origin, signIn: origin, operations: origin }
  }
  return {
    arm: 'https://management.azure.com',
    graph: 'https://graph.microsoft.com',
    signIn: 'https://login.microsoftonline.com',
    operations: origin,
  }
}

export const cloudOrigins: CloudOrigins = cloudOriginsFor(
  globalThis.location === undefined ? 'https://localhost' : location.origin,
)
