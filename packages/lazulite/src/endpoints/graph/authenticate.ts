/** Who calls Microsoft Graph, and with which rights: those of the token, and the directory roles that the caller holds now. */
import { GraphError, type GraphErrorKey } from '../../domain/errors/graph-error.js'
import type { JsonObject } from '../../domain/json.js'
import { graphAudiences } from '../../domain/token/graph-audiences.js'
import type { DirectoryCaller } from '../../operations/directory/directory-call.js'
import { type BearerRefusal, judgeBearerToken, type TokenPorts } from '../access-token/judge-bearer-token.js'

const errors: Readonly<Record<BearerRefusal, GraphErrorKey>> = {
  missing: 'TokenEmpty',
  unreadable: 'TokenMalformed',
  signature: 'TokenSignature',
  malformed: 'TokenMalformed',
  wrongTenant: 'TokenTenant',
  wrongAudience: 'TokenAudience',
  notYetValid: 'TokenNotYetValid',
  expired: 'TokenExpired',
  noObjectId: 'TokenMalformed',
}

export type AuthenticateGraph = (authorization: string | undefined) => Promise<DirectoryCaller>

/** @returns a function that throws GraphError of the 401 family */
export function createGraphAuthenticate(ports: TokenPorts, ownHosts: () => readonly string[]): AuthenticateGraph {
  return async (authorization) => {
    const judgement = await judgeBearerToken(ports, authorization, graphAudiences(ownHosts()))
    if (!judgement.accepted) throw new GraphError(errors[judgement.reason], judgement.facts)
    const { caller, claims } = judgement
    const principal = await ports.store.read.principals.get(caller.principalId)
    if (principal === undefined || principal.kind === 'Group' || !principal.isEnabled) {
      throw new GraphError('CallerUnknown')
    }
    return {
      kind: caller.kind,
      principalId: principal.principalId,
      ...(caller.clientId === undefined ? {} : { clientId: caller.clientId }),
      appRoles: caller.kind === 'app' ? texts(claims.roles) : [],
      scopes: caller.kind === 'user' ? scopesOf(claims) : [],
      directoryRoles: principal.directoryRoles ?? [],
    }
  }
}

const scopesOf = ({ scp }: JsonObject): readonly string[] => (typeof scp === 'string' ? scp.split(' ') : [])

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
