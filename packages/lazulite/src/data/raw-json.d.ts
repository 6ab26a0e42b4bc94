/** `import text from './x.json?raw'`: the file's text, put into the bundle as a string (Vite), to be parsed when first needed. */
declare module '*.json?raw' {
  const text: string
  export default text
}
