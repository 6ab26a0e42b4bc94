/**
 * Lets a benchmark run our sources as they are: Node strips the types, this maps `.js` to `.ts` and gives `?raw` imports
 * the text of their file, as Vite does.
 */
import { existsSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith('.') && context.parentURL !== undefined) {
      if (specifier.endsWith('?raw')) return { url: new URL(specifier, context.parentURL).href, shortCircuit: true }
      const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL)
      if (specifier.endsWith('.js') && existsSync(fileURLToPath(source))) return next(source.href, context)
    }
    return next(specifier, context)
  },
  load(url, context, next) {
    if (!url.endsWith('?raw')) return next(url, context)
    const text = readFileSync(fileURLToPath(url.slice(0, -'?raw'.length)), 'utf8')
    return { format: 'module', source: `export default ${JSON.stringify(text)}`, shortCircuit: true }
  },
})
