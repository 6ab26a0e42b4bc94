/** The one source of fresh identifiers; sequential in tests. */
export interface Ids {
  /** A lower-case GUID; `purpose` names its use (`principal`, `request` …) so that tests can tell sequences apart. */
  guid(purpose: string): string
  /** An opaque entity tag, without quotes. */
  etag(): string
  /** Token id (`uti`): 16 random bytes, base64url. */
  uti(): string
  /** 32 random bytes, base64url: for what its holder proves himself with. `purpose` as for `guid`. */
  secret(purpose: string): string
}
