/** Run through `e2e/az/run.ts`, which installs az and starts the server that the tests talk to. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    // two az processes side by side on two cores
    maxWorkers: 2,
    testTimeout: 90_000,
    hookTimeout: 90_000,
    // an answer that nobody has looked at is no proof: `--update` takes what is answered now
    update: 'none',
  },
})
