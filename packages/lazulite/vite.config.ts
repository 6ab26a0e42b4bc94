import { builtinModules } from 'node:module'
import { defineConfig } from 'vite'

/** One bundle for server and CLI: nothing is installed beside it, so nothing of ours runs install scripts. */
export default defineConfig({
  build: {
    ssr: true,
    target: 'node22',
    outDir: 'dist',
    minify: false,
    sourcemap: false,
    rolldownOptions: {
      input: { lazulite: 'src/main.ts' },
      external: [...builtinModules, /^node:/],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
  ssr: { noExternal: true },
})
