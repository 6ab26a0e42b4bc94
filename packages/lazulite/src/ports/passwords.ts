/** Passwords and client secrets are kept as slow, salted hashes only; this is how they are made and compared. */
export interface Passwords {
  /** A new hash each time; some 40 ms of work off the main thread. */
  hash(plain: string): Promise<string>
  /** @throws Error when `hash` is none of ours */
  verify(plain: string, hash: string): Promise<boolean>
}
