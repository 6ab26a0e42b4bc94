import { Spinner } from '@fluentui/react-components'

/** Shown only after a moment: what is quick does not flicker. */
export const Loading = ({ label = 'Loading' }: { readonly label?: string }) => (
  <Spinner label={label} delay={200} style={{ paddingBlock: 40 }} />
)
