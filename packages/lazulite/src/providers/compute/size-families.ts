/** What the name of a machine size says: `Standard_D2s_v5` is of the family `standardDSv5Family`. Pattern of recorded quotas; Decision where a name departs from it. */
export function familyOf(size: string): string {
  const [, letters = size, features = '', version = ''] =
    /^(?:Standard|Basic)_([A-Z]+)[\d-]*([a-z]*)(?:_.*?(v\d+))?/.exec(size) ?? []
  return `${size.startsWith('Basic') ? 'basic' : 'standard'}${letters}${features.toUpperCase()}${version}Family`
}
