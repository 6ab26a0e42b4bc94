import { builtinModules } from 'node:module'
import { defineConfig, type Plugin } from 'vite'

/**
 * ssh2 and ws try two native parts each and do without them when they are missing. They would have to be compiled on the
 * user's machine, so here they always are.
 */
const withoutNativeParts: Plugin = {
  name: 'without-native-parts',
  enforce: 'pre',
  resolveId: (id) =>
    ['cpu-features', 'bufferutil', 'utf-8-validate'].includes(id) || id.endsWith('/sshcrypto.node')
      ? '\0not-built'
      : undefined,
  load: (id) => (id === '\0not-built' ? "throw new Error('not built')\nexport {}" : undefined),
}

/** One bundle for server and CLI: nothing is installed beside it, so nothing of ours runs install scripts. */
export default defineConfig({
  // libraries written for CommonJS look for their own folder
  define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' },
  plugins: [withoutNativeParts],
  build: {
    ssr: true,
    target: 'node22',
    outDir: 'dist',
    minify: false,
    sourcemap: false,
    rolldownOptions: {
      input: { lazulite: 'src/main.ts' },
      external: [...builtinModules, /^node:/, /^@lydell\/node-pty/],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
  ssr: { noExternal: true },
})
