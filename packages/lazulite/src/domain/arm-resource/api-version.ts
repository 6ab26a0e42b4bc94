/** Is this api-version `date` or later? Previews of a date count as that date. */
export const isFrom = (date: string, apiVersion: string): boolean => apiVersion.slice(0, 10) >= date
