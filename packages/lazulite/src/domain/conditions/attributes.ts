/**
 * What a condition can ask about: named values from four sources.
 *
 * Source: Azure role assignment condition format. Names are compared without case; a name is the text between the
 * brackets of `@Request[…]`, such as `Microsoft.Authorization/roleAssignments:PrincipalId`.
 */
export type AttributeScalar = string | number | boolean
export type AttributeValue = AttributeScalar | readonly AttributeScalar[]
export const attributeSources = ['request', 'resource', 'principal', 'environment'] as const
export type AttributeSource = (typeof attributeSources)[number]
export type Attributes = { readonly [S in AttributeSource]?: Readonly<Record<string, AttributeValue>> }
