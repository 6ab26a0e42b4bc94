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
    rolldownOptions: {
      output: {
        // What every page needs comes in two files: many small ones compress badly and cost a request each.
        codeSplitting: {
          groups: [
            {
              name: 'libraries',
              test: /node_modules\/(react|react-dom|scheduler|@azure|@tanstack|@griffel|rtl-css-js|stylis|keyborg|@fluentui\/(tokens|react-provider|react-shared-contexts|react-utilities|react-jsx-runtime))\//,
            },
            {
              name: 'shell',
              // not what the shell fetches when it is wanted: menus and panels
              test: /packages\/portal\/src\/(api|live|routing|session|.*\/description|areas\/(index|home\/(home|recent))|controls\/(page|loading)|notifications\/(notifications|notification-center)|resource-types\/index|shell\/(style-renderer|preferences|portal|frame|top-bar|breadcrumbs|global-search|open-page|page-boundary|reveal-page))\b(?!-)/,
            },
          ],
        },
      },
    },
  },
})
