/** A panel at the end of the window, over the page: choosing members, showing a role, JSON. Escape closes it. */
import {
  Button,
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  makeStyles,
  OverlayDrawer,
} from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import type { ReactNode } from 'react'

export interface SidePanelProps {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly children: ReactNode
  /** Buttons at the bottom. */
  readonly footer?: ReactNode
  /** Default `medium`. */
  readonly size?: 'small' | 'medium' | 'large'
}

const useStyles = makeStyles({
  drawer: { maxInlineSize: '100vw' },
  footer: { flexWrap: 'wrap' },
})

export function SidePanel({ title, isOpen, onClose, children, footer, size = 'medium' }: SidePanelProps) {
  const styles = useStyles()
  return (
    <OverlayDrawer
      position="end"
      size={size}
      open={isOpen}
      className={styles.drawer}
      aria-label={title}
      onOpenChange={(_, { open }) => {
        if (!open) onClose()
      }}
    >
      <DrawerHeader>
        <DrawerHeaderTitle
          action={<Button appearance="subtle" aria-label="Close" icon={<DismissRegular />} onClick={onClose} />}
        >
          {title}
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody>{children}</DrawerBody>
      {footer === undefined ? null : <DrawerFooter className={styles.footer}>{footer}</DrawerFooter>}
    </OverlayDrawer>
  )
}
