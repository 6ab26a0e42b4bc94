/**
 * The catalogue of platform images: `locations/{l}/publishers/{p}/artifacttypes/vmimage/offers/{o}/skus/{k}/versions/{v}`.
 *
 * Answers are bare arrays; ids keep the case in which Compute prints them. Query options as clients send them (`$top`,
 * `$orderby=name desc`, `$expand=properties`: Azure CLI 2.45 to 2.91). Texts: recorded (`Publisher … was not found.`), public
 * threads (`Artifact: VMImage was not found.`, Azure/azure-cli#22630). Members of a version: the public specification.
 */
import { isFrom } from '../../domain/arm-resource/api-version.js'
import { findLocation, regions } from '../../domain/arm-resource/location.js'
import { type PlatformImage, platformImages } from '../../domain/compute/platform-images.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'
import { type ArmRequest, type ArmResponse, defineResourceType, type ResourceTypeDefinition } from '../define.js'
import { computeApiVersions } from './api-versions.js'

const base = 'Microsoft.Compute/locations/publishers'

const define = (
  type: string,
  action: string,
  operations: { readonly list: Answer; readonly get?: Answer },
): ResourceTypeDefinition =>
  defineResourceType({
    type,
    apiVersions: computeApiVersions,
    scopes: ['subscription'],
    list: { action, run: answering(operations.list) },
    ...(operations.get === undefined ? {} : { get: { action, run: answering(operations.get) } }),
  })

type Answer = (request: ArmRequest, images: readonly PlatformImage[]) => ArmResponse['body']

/** Narrows the images down by the names in the path, outermost first. */
const answering =
  (answer: Answer) =>
  async (request: ArmRequest): Promise<ArmResponse> => {
    const [location = '', publisher, artifact, offer, sku] = request.target.names
    requireLocation(request, location)
    let images = platformImages
    if (publisher !== undefined)
      images = narrowed(images, 'publisher', publisher, `Publisher: ${publisher} was not found.`)
    if (artifact !== undefined && artifact.toLowerCase() !== 'vmimage') {
      throw new ArmError('NotImplemented', { what: `artifact type ${artifact}` })
    }
    const notFound = 'Artifact: VMImage was not found.'
    if (offer !== undefined) images = narrowed(images, 'offer', offer, notFound)
    if (sku !== undefined) images = narrowed(images, 'sku', sku, notFound)
    const body = answer(request, images)
    if (body === undefined) throw new ArmError('NotFound', { detail: notFound })
    return { status: 200, body }
  }

function narrowed(
  images: readonly PlatformImage[],
  name: 'publisher' | 'offer' | 'sku',
  value: string,
  detail: string,
): readonly PlatformImage[] {
  const found = images.filter((image) => image[name].toLowerCase() === value.toLowerCase())
  if (found.length === 0) throw new ArmError('NotFound', { detail })
  return found
}

function requireLocation({ apiVersion }: ArmRequest, location: string): void {
  if (findLocation(location)?.metadata.regionType === 'Physical') return
  throw new ArmError('NoRegisteredProviderFound', {
    location,
    apiVersion,
    type: 'locations/publishers',
    supported: computeApiVersions.join(', '),
    locations: regions.map(({ name }) => name).join(', '),
  })
}

const names = (images: readonly PlatformImage[], name: 'publisher' | 'offer' | 'sku'): string[] =>
  [...new Map(images.map((image) => [image[name].toLowerCase(), image[name]])).values()].sort((a, b) =>
    a.toLowerCase() < b.toLowerCase() ? -1 : 1,
  )

interface Path {
  readonly publisher?: string
  readonly offer?: string
  readonly sku?: string
  readonly version?: string
}

/** `name` is the last of the path. */
function entity({ target }: ArmRequest, name: string, path: Path): JsonObject {
  const location = findLocation(target.names[0] ?? '')?.name ?? ''
  const { publisher, offer, sku, version } = path
  const id = [
    `/Subscriptions/${target.subscriptionId ?? ''}/Providers/Microsoft.Compute/Locations/${location}`,
    `Publishers/${publisher ?? ''}`,
    ...(offer === undefined ? [] : [`ArtifactTypes/VMImage/Offers/${offer}`]),
    ...(sku === undefined ? [] : [`Skus/${sku}`]),
    ...(version === undefined ? [] : [`Versions/${version}`]),
  ].join('/')
  return { location, name, id }
}

const listPublishers: Answer = (request, images) =>
  names(images, 'publisher').map((publisher) => entity(request, publisher, { publisher }))

const listOffers: Answer = (request, images) =>
  names(images, 'offer').map((offer) => entity(request, offer, { publisher: images[0]?.publisher ?? '', offer }))

const listSkus: Answer = (request, images) => {
  const { publisher = '', offer = '' } = images[0] ?? {}
  return names(images, 'sku').map((sku) => entity(request, sku, { publisher, offer, sku }))
}

const listVersions: Answer = (request, [image]) => {
  if (image === undefined) return undefined
  const { query } = request
  const isDescending = /^\s*name\s+desc\s*$/i.test(query.get('$orderby') ?? '')
  const ordered = isDescending ? [...image.versions].reverse() : image.versions
  const top = Number.parseInt(query.get('$top') ?? '', 10)
  const shown = Number.isNaN(top) ? ordered : ordered.slice(0, top)
  const isExpanded = /\bproperties\b/i.test(query.get('$expand') ?? '')
  return shown.map((version) => ({
    ...versionEntity(request, image, version),
    ...(isExpanded ? { properties: versionProperties(request, image) } : {}),
  }))
}

const getVersion: Answer = (request, [image]) => {
  const asked = request.target.name
  const version = asked.toLowerCase() === 'latest' ? image?.versions.at(-1) : asked
  if (image === undefined || version === undefined || !image.versions.includes(version)) return undefined
  return { ...versionEntity(request, image, version), properties: versionProperties(request, image) }
}

const versionEntity = (request: ArmRequest, { publisher, offer, sku }: PlatformImage, version: string): JsonObject =>
  entity(request, version, { publisher, offer, sku, version })

function versionProperties({ apiVersion }: ArmRequest, image: PlatformImage): JsonObject {
  const { publisher, offer, sku, osType, generation, architecture, diskSizeGB, hasPlan } = image
  const isLater = (date: string, members: JsonObject): JsonObject => (isFrom(date, apiVersion) ? members : {})
  return {
    ...isLater('2018-10-01', { hyperVGeneration: generation }),
    ...isLater('2022-03-01', { architecture }),
    ...isLater('2017-03-30', { automaticOSUpgradeProperties: { automaticOSUpgradeSupported: !hasPlan } }),
    ...isLater('2022-08-01', { disallowed: { vmDiskType: 'None' }, imageDeprecationStatus: { imageState: 'Active' } }),
    ...isLater('2021-07-01', { features: featuresOf(image) }),
    ...(hasPlan ? { plan: { publisher, name: sku, product: offer } } : {}),
    osDiskImage: { operatingSystem: osType, ...isLater('2020-06-01', { sizeInGb: diskSizeGB }) },
    dataDiskImages: [],
  }
}

/** Generation 2 machines may be started trusted, and clients ask for it when the image says so. */
const featuresOf = ({ generation, architecture }: PlatformImage): JsonObject[] => [
  ...(generation === 'V2' && architecture === 'x64' ? [{ name: 'SecurityType', value: 'TrustedLaunchSupported' }] : []),
  { name: 'IsAcceleratedNetworkSupported', value: 'True' },
  { name: 'DiskControllerTypes', value: 'SCSI, NVMe' },
]

export const platformImageTypes: readonly ResourceTypeDefinition[] = [
  define(base, `${base}/read`, { list: listPublishers }),
  define(`${base}/artifacttypes/offers`, `${base}/artifacttypes/offers/read`, { list: listOffers }),
  define(`${base}/artifacttypes/offers/skus`, `${base}/artifacttypes/offers/skus/read`, { list: listSkus }),
  define(`${base}/artifacttypes/offers/skus/versions`, `${base}/artifacttypes/offers/skus/versions/read`, {
    list: listVersions,
    get: getVersion,
  }),
  // Extensions: `artifacttypes/vmextension/types`.
  define(`${base}/artifacttypes/types`, `${base}/artifacttypes/types/read`, { list: missingExtensions }),
  define(`${base}/artifacttypes/types/versions`, `${base}/artifacttypes/types/versions/read`, {
    list: missingExtensions,
    get: missingExtensions,
  }),
]

function missingExtensions(): never {
  throw new ArmError('NotImplemented', { what: 'GET Microsoft.Compute/locations/publishers/artifacttypes/types' })
}
