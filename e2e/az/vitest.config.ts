/** Run through `e2e/az/run.ts`, which installs az and starts the server that the tests talk to. */
import { defineConfig } from 'vitest/config'

const shared = {
  root: import.meta.dirname,
  testTimeout: 90_000,
  hookTimeout: 90_000,
}

export default defineConfig({
  test: {
    ...shared,
    // an answer that nobody has looked at is no proof: `--update=all` takes what is answered now
    update: 'none',
    projects: [
      // two az processes side by side on two cores
      { test: { ...shared, name: 'commands', include: ['*.test.ts'], maxWorkers: 2, sequence: { groupOrder: 0 } } },
      // alone, when all others are done
      { test: { ...shared, name: 'times', include: ['timed/*.test.ts'], maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
})
