import { describe, it } from 'vitest'
import { describeComputeDriver } from '../contract/compute-driver-contract.js'
import { detectCompute } from '../detect.js'
import { NetnsDriver } from './driver.js'

const support = await detectCompute()

if (support.driver === 'netns') describeComputeDriver('netns', (materials) => NetnsDriver.start(materials))
else describe('netns as a compute driver', () => it.skip(`cannot be tried on this host: ${support.reason}`, () => {}))
