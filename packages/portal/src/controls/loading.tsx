import { makeStyles, Spinner } from '@fluentui/react-components'
import { useEffect, useState } from 'react'

/** Milliseconds after which waiting is shown: what is quick does not flicker. */
const delay = 200

const useStyles = makeStyles({ place: { minBlockSize: '112px', paddingBlock: '40px', boxSizing: 'border-box' } })

export function Loading({ label = 'Loading' }: { readonly label?: string }) {
  const styles = useStyles()
  const [isShown, setIsShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsShown(true), delay)
    return () => clearTimeout(timer)
  }, [])
  return <div className={styles.place}>{isShown ? <Spinner label={label} /> : null}</div>
}
