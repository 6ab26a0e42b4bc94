/** Whether terminals are read out, as this browser remembers it. */
const key = 'lazulite-terminal-screen-reader'

export function readScreenReaderMode(): boolean {
  try {
    return localStorage.getItem(key) === 'true'
  } catch {
    return false
  }
}

export function writeScreenReaderMode(isOn: boolean): void {
  try {
    localStorage.setItem(key, String(isOn))
  } catch {
    // a browser that keeps nothing: the choice holds for this page
  }
}
