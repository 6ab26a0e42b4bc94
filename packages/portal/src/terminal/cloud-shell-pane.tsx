/** Cloud Shell below the page, as Azure's portal has it: it stays while the page above changes. */
import { makeStyles, tokens } from '@fluentui/react-components'
import { linkTo } from '../routing/route.js'
import { CloudShell } from './cloud-shell.js'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    blockSize: '45dvh',
    minBlockSize: '280px',
    minInlineSize: 0,
    borderTop: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
})

export default function CloudShellPane({ onClose }: { readonly onClose: () => void }) {
  const styles = useStyles()
  return (
    <div className={styles.root}>
      <CloudShell fullPage={linkTo.view('cloudshell')} onClose={onClose} />
    </div>
  )
}
