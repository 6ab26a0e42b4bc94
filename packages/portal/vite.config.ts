import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The built portal lies beside the server's bundle, which serves it (`endpoints/portal`). */
export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2024',
    outDir: '../lazulite/dist/portal',
    emptyOutDir: true,
    sourcemap: false,
    modulePreload: { polyfill: false },
    // nothing is inlined: the policy takes files only
    assetsInlineLimit: 0,
    manifest: true,
    chunkSizeWarningLimit: 700,
  },
})
