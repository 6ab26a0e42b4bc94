/**
 * A new machine is made from an image that exists, and from one with terms only by whoever accepts them.
 *
 * Text and target of `PlatformImageNotFound`: hashicorp/terraform-provider-azurerm#22065, pulumi/pulumi#5450. Decision:
 * images of galleries (`id`) are taken at their word, there being no galleries here, and so are offers that are not in
 * our catalogue: a machine of ours does not run the image, and a wrong refusal hurts more than a late one.
 */
import { exactVersionOf, isCataloguedOffer, referencedImage } from '../../domain/compute/platform-images.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { type Json, type JsonObject, objectAt, textAt } from '../../domain/json.js'
import { required } from './invalid-parameter.js'

const ofGallery = ['id', 'sharedGalleryImageId', 'communityGalleryImageId']

/** @throws ArmError `PlatformImageNotFound` (404), `VMMarketplaceInvalidInput`, `InvalidParameter` (400) */
export function requirePlatformImage(
  properties: JsonObject,
  { plan, resourceId }: { readonly plan: Json | undefined; readonly resourceId: string },
): void {
  const reference = objectAt(properties, 'storageProfile', 'imageReference')
  if (reference === undefined || ofGallery.some((name) => reference[name] !== undefined)) return
  const [publisher, offer, sku] = ['publisher', 'offer', 'sku'].map((name) =>
    required(textAt(reference, name), `imageReference.${name}`),
  )
  const version = textAt(reference, 'version') ?? 'latest'
  if (!isCataloguedOffer(publisher ?? '', offer ?? '')) return
  const image = referencedImage(reference)
  if (image === undefined || exactVersionOf(image, version) === undefined) {
    throw new ArmError(
      'PlatformImageNotFound',
      { image: [publisher, offer, sku, version].join(':') },
      { target: 'imageReference' },
    )
  }
  if (image.hasPlan && textAt(plan, 'name') === undefined) {
    throw new ArmError('VMMarketplaceInvalidInput', { resource: resourceId })
  }
}
