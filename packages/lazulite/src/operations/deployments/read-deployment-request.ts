/**
 * The body of a deployment request: what it must have, and what this cloud refuses by name.
 *
 * The members: OpenAPI 2021-04-01 to 2025-04-01. Texts of the location refusals: Azure/bicep-deploy#79 (2024),
 * Azure/azure-monitor-baseline-alerts#230 (2024). The form of content errors is that of Newtonsoft.Json, which ARM passes on.
 */
import { findLocation, regions } from '../../domain/arm-resource/location.js'
import { parseTags, type Tags } from '../../domain/arm-resource/tags.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { isJsonObject, isWithinDepth, type Json, type JsonObject, textAt } from '../../domain/json.js'
import type { DeploymentMode, DeploymentScope } from '../../domain/template/deployment-plan.js'
import { type LenientJson, LenientJsonError, parseLenientJson } from '../../domain/template/parse-lenient-json.js'

export interface DeploymentRequest {
  readonly template: JsonObject
  readonly parameters: JsonObject
  readonly mode: DeploymentMode
  readonly location?: string
  readonly tags?: Tags
  readonly validationLevel: 'Template' | 'Provider' | 'ProviderNoRbac'
  /** What-if only. */
  readonly resultFormat: 'FullResourcePayloads' | 'ResourceIdOnly'
  readonly positionOf: LenientJson['positionOf']
}

/** @throws ArmError `InvalidRequestContent`, `InvalidDeployment`, `InvalidContentLink`, `NotImplemented` … */
export function readDeploymentRequest(
  text: string,
  { name, scope }: { readonly name: string; readonly scope: DeploymentScope },
): DeploymentRequest {
  const content = parse(text)
  const { value, positionOf } = content
  if (!isJsonObject(value)) throw new ArmError('InvalidRequestContent', { detail: 'The content must be a JSON object' })
  if (!isWithinDepth(value, deepest))
    throw new ArmError('InvalidRequestContent', { detail: 'The content is nested too deeply' })
  const { properties } = value
  if (!isJsonObject(properties)) throw missing(content, '', 'properties')
  const mode = readMode(content, properties)
  if (mode === 'Complete' && scope.kind !== 'resourceGroup') {
    // Decision: the text
    throw new ArmError('InvalidDeployment', {
      detail: `The mode 'Complete' is not supported for '${name}' at ${scopeName(scope)} scope.`,
    })
  }
  const location = readLocation(value.location, { name, scope })
  refuseWhatIsMissing(properties)
  const { template, parameters = {} } = properties
  const tags = parseTags(value.tags)
  if (template === undefined || template === null) {
    // Decision: the text
    throw new ArmError('InvalidDeployment', {
      detail: `The deployment '${name}' has neither a template nor a link to one.`,
    })
  }
  return {
    template: requireObject(content, template, 'properties.template'),
    parameters: parameters === null ? {} : requireObject(content, parameters, 'properties.parameters'),
    mode,
    ...(location === undefined ? {} : { location }),
    ...(tags === undefined ? {} : { tags }),
    validationLevel: oneOf(properties.validationLevel, ['Template', 'Provider', 'ProviderNoRbac']) ?? 'Provider',
    resultFormat:
      oneOf(textAt(properties, 'whatIfSettings', 'resultFormat'), ['FullResourcePayloads', 'ResourceIdOnly']) ??
      'FullResourcePayloads',
    positionOf,
  }
}

const scopeName = ({ kind }: DeploymentScope): string => (kind === 'resourceGroup' ? 'resource group' : kind)

function parse(text: string): LenientJson {
  try {
    return parseLenientJson(text)
  } catch (error) {
    if (error instanceof LenientJsonError) throw new ArmError('InvalidRequestContent', { detail: error.message })
    throw error
  }
}

/** Deeper content is refused before anything walks through it. Decision: the limit. */
const deepest = 128

function missing({ positionOf }: LenientJson, path: string, name: string): ArmError {
  const { lineNumber, linePosition } = positionOf(path) ?? { lineNumber: 1, linePosition: 1 }
  return new ArmError('InvalidRequestContent', {
    detail: `Required property '${name}' not found in JSON. Path '${path}', line ${lineNumber}, position ${linePosition}.`,
  })
}

function requireObject({ positionOf }: LenientJson, value: Json, path: string): JsonObject {
  if (isJsonObject(value)) return value
  const { lineNumber, linePosition } = positionOf(path) ?? { lineNumber: 1, linePosition: 1 }
  throw new ArmError('InvalidRequestContent', {
    detail: `The value must be a JSON object. Path '${path}', line ${lineNumber}, position ${linePosition}.`, // Decision
  })
}

function readMode(content: LenientJson, properties: JsonObject): DeploymentMode {
  const { mode } = properties
  if (mode === undefined || mode === null) throw missing(content, 'properties', 'mode')
  const known = oneOf(mode, ['Incremental', 'Complete'])
  if (known !== undefined) return known
  const { lineNumber, linePosition } = content.positionOf('properties.mode') ?? { lineNumber: 1, linePosition: 1 }
  throw new ArmError('InvalidRequestContent', {
    detail: `Error converting value ${JSON.stringify(mode)} to type 'Azure.Deployments.Core.Definitions.DeploymentMode'. Path 'properties.mode', line ${lineNumber}, position ${linePosition}.`,
  })
}

/** az writes modes in lower case. */
const oneOf = <T extends string>(value: Json | undefined, known: readonly T[]): T | undefined =>
  typeof value === 'string' ? known.find((name) => name.toLowerCase() === value.toLowerCase()) : undefined

const locationHelp = 'Please see https://aka.ms/arm-deployment-subscription for usage details.'

function readLocation(
  location: Json | undefined,
  { name, scope }: { readonly name: string; readonly scope: DeploymentScope },
): string | undefined {
  const isGiven = location !== undefined && location !== null && location !== ''
  if (scope.kind === 'resourceGroup') {
    if (!isGiven) return undefined
    throw new ArmError('InvalidDeployment', {
      detail: `The 'location' property is not allowed for '${name}' at resource group scope. ${locationHelp}`,
    })
  }
  if (!isGiven) {
    throw new ArmError('InvalidDeployment', {
      detail: `The 'location' property must be specified for '${name}'. ${locationHelp}`,
    })
  }
  const region = typeof location === 'string' ? findLocation(location) : undefined
  if (region?.metadata.regionType === 'Physical') return region.name
  throw new ArmError('LocationNotAvailableForDeployment', {
    location: typeof location === 'string' ? location : JSON.stringify(location),
    regions: regions.map((one) => one.name).join(','),
  })
}

/** Parts of a request that Azure has and Lazulite lacks. */
function refuseWhatIsMissing(properties: JsonObject): void {
  for (const name of ['templateLink', 'parametersLink'] as const) {
    const link = properties[name]
    if (!isJsonObject(link)) continue
    const uri = textAt(link, 'uri') ?? textAt(link, 'relativePath')
    if (uri !== undefined) throw new ArmError('InvalidContentLink', { uri })
    throw new ArmError('NotImplemented', { what: `template specs (properties.${name}.id of a deployment)` })
  }
  const detailLevel = textAt(properties, 'debugSetting', 'detailLevel')
  if (detailLevel !== undefined && detailLevel.toLowerCase() !== 'none') {
    throw new ArmError('NotImplemented', { what: 'properties.debugSetting of a deployment' })
  }
  if (isJsonObject(properties.onErrorDeployment)) {
    throw new ArmError('NotImplemented', { what: 'properties.onErrorDeployment of a deployment' })
  }
  if (isJsonObject(properties.extensionConfigs) && Object.keys(properties.extensionConfigs).length > 0) {
    throw new ArmError('NotImplemented', { what: 'properties.extensionConfigs of a deployment' })
  }
}
