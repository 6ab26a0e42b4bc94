/** Which api-versions a type answers to, and how each kind of type refuses the others (three different errors in Azure). */
import { ArmError } from '../../domain/errors/arm-error.js'
import type { ResourceTypeDefinition } from '../../providers/define.js'

const wellFormed = /^\d{4}-\d{2}-\d{2}(-[a-z0-9.]+)?$/i

export interface ApiVersionQuestion {
  readonly definition: ResourceTypeDefinition
  readonly apiVersion: string | undefined
  /** Where the request's group is, for the wording of `NoRegisteredProviderFound`. */
  readonly location: string | undefined
  readonly locations: readonly string[]
}

/** Presence is checked before the path means anything, so that it wins over unknown types. @throws ArmError `MissingApiVersionParameter` */
export function requireApiVersion(apiVersion: string | undefined): string {
  if (apiVersion === undefined || apiVersion === '') throw new ArmError('MissingApiVersionParameter')
  return apiVersion
}

/** @returns the version in registered case. @throws ArmError */
export function acceptApiVersion(question: ApiVersionQuestion): string {
  const { definition } = question
  const apiVersion = requireApiVersion(question.apiVersion)
  const known = definition.apiVersions.find((version) => version.toLowerCase() === apiVersion.toLowerCase())
  if (known !== undefined) return known

  const newestFirst = [...definition.apiVersions].sort().reverse()
  const [namespace = '', ...types] = definition.type.split('/')
  if (!wellFormed.test(apiVersion) || namespace === 'Microsoft.Resources') {
    throw new ArmError('InvalidApiVersionParameter', { apiVersion, supported: newestFirst.join(',') })
  }
  if (definition.isGlobal === true || definition.scopes.includes('extension')) {
    throw new ArmError('InvalidResourceType', {
      type: types.join('/'),
      namespace,
      apiVersion,
      supported: newestFirst.join(','),
    })
  }
  throw new ArmError('NoRegisteredProviderFound', {
    location: question.location ?? 'global',
    apiVersion,
    type: types.join('/'),
    supported: [...definition.apiVersions].sort().join(', '),
    locations: question.locations.join(', '),
  })
}
