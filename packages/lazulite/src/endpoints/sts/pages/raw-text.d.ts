/** `import text from './x.css?raw'`: the file's text, put into the bundle as a string (Vite). */
declare module '*.css?raw' {
  const text: string
  export default text
}
declare module '*.svg?raw' {
  const text: string
  export default text
}
declare module '*.js?raw' {
  const text: string
  export default text
}
