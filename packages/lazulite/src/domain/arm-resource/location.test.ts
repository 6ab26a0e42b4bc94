import { describe, expect, it } from 'vitest'
import { ArmError } from '../errors/arm-error.js'
import { findLocation, locations, normalizeLocation, regions, requireRegion } from './location.js'

const refusal = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error
  }
}

describe('locations', () => {
  it('are each found by name and by display name', () => {
    expect(locations.length).toBe(89)
    expect(locations.map(({ name }) => findLocation(name)?.name)).toEqual(locations.map(({ name }) => name))
    expect(locations.map(({ displayName }) => findLocation(displayName)?.name)).toEqual(
      locations.map(({ name }) => name),
    )
  })

  it('pair only with locations that exist', () => {
    const paired = locations.flatMap(({ metadata }) => metadata.pairedRegion ?? [])
    expect(paired.filter((name) => findLocation(name) === undefined)).toEqual([])
  })

  it.each([
    ['West US', 'westus'],
    ['westus', 'westus'],
    ['WESTUS', 'westus'],
    ['West Europe', 'westeurope'],
    ['North Central US', 'northcentralus'],
    ['Poland Central', 'polandcentral'],
    ['Italy North', 'italynorth'],
    ['Israel Central', 'israelcentral'],
    ['Spain Central', 'spaincentral'],
    ['Mexico Central', 'mexicocentral'],
    ['New Zealand North', 'newzealandnorth'],
    ['Indonesia Central', 'indonesiacentral'],
    ['Malaysia West', 'malaysiawest'],
    ['Austria East', 'austriaeast'],
    ['Chile Central', 'chilecentral'],
    ['Belgium Central', 'belgiumcentral'],
    ['Denmark East', 'denmarkeast'],
  ])('%j is %s', (written, name) => {
    expect(normalizeLocation(written)).toBe(name)
    expect(findLocation(written)?.name).toBe(name)
  })

  it.each(['nowhere', '', 'west-us'])('%j is no location', (written) => expect(findLocation(written)).toBeUndefined())
})

describe('requireRegion', () => {
  it('gives the stored form', () => expect(requireRegion('West US', 'N/t')).toBe('westus'))

  it('takes a region that opened after the list was recorded', () =>
    expect(requireRegion('Poland Central', 'N/t')).toBe('polandcentral'))

  it.each([undefined, null, ''])('refuses %j as missing', (location) => {
    expect(refusal(() => requireRegion(location, 'N/t'))).toMatchObject({
      status: 400,
      code: 'LocationRequired',
      message: 'The location property is required for this definition.',
    })
  })

  it('refuses what is not a string', () => {
    expect(refusal(() => requireRegion(['westus'], 'N/t'))).toMatchObject({
      status: 400,
      code: 'InvalidRequestContent',
    })
  })

  it.each(['nowhere', 'europe', 'global'])('refuses %j, which is no region, with the list of regions', (location) => {
    const error = refusal(() => requireRegion(location, 'Microsoft.Compute/virtualMachines'))
    expect(error).toBeInstanceOf(ArmError)
    expect(error).toMatchObject({
      status: 400,
      code: 'LocationNotAvailableForResourceType',
      message: `The provided location '${location}' is not available for resource type 'Microsoft.Compute/virtualMachines'. List of available regions for the resource type is '${regions.map(({ name }) => name).join(',')}'.`,
    })
  })
})
