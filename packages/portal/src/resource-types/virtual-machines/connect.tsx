/**
 * "Connect": a terminal in the browser, the commands for an SSH client, and the tutorials' request for a token, to copy.
 * Words and order: Azure's page "Connect" (native SSH, prerequisites, copy the command).
 */
import { MessageBar, MessageBarBody, makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components'
import { lazy, Suspense } from 'react'
import { CopyButton } from '../../controls/copy-button.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Essentials } from '../../controls/essentials.js'
import { GatedButton } from '../../controls/gated-button.js'
import { Link } from '../../controls/link.js'
import { Loading } from '../../controls/loading.js'
import { linkTo } from '../../routing/route.js'
import type { BladeProps } from '../define.js'
import { sshCommands, tokenRequest, windowsTokenRequest } from './connect-commands.js'
import { hasSystemAssigned, isWindows, type Machine, powerStateOf } from './machine.js'
import { useMachine, useMachineNetwork } from './use-machine.js'

const MachineTerminal = lazy(async () => ({
  default: (await import('../../terminal/machine-terminal.js')).MachineTerminal,
}))

const useStyles = makeStyles({
  section: { marginBlockEnd: '28px', maxInlineSize: '960px' },
  title: { display: 'block', marginBlock: '0 8px' },
  item: { marginBlock: '12px' },
  command: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: '4px',
    marginBlockStart: '4px',
    paddingInlineStart: '12px',
    paddingBlock: '2px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  text: {
    flexGrow: 1,
    paddingBlock: '6px',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
    // commands read from left to right in every language
    direction: 'ltr',
    textAlign: 'left',
  },
  gap: { marginBlockStart: '12px' },
})

export default function Connect({ resource }: BladeProps) {
  const { data: machine, error } = useMachine(resource.id)
  if (machine === undefined) return error === null ? <Loading /> : <ErrorPanel error={error} />
  return <ConnectTo machine={machine} />
}

function ConnectTo({ machine }: { readonly machine: Machine }) {
  const styles = useStyles()
  const { publicAddress } = useMachineNetwork(machine)
  const isRunning = powerStateOf(machine) === 'running'
  const windows = isWindows(machine)
  return (
    <>
      {isRunning ? null : (
        <MessageBar intent="warning">
          <MessageBarBody>
            The virtual machine is not running. <Link to={linkTo.resource(machine.id)}>Start it</Link> to connect.
          </MessageBarBody>
        </MessageBar>
      )}
      <div className={styles.gap} />
      <Essentials
        facts={[
          { name: 'Public IP address', value: publicAddress, copy: publicAddress },
          { name: 'Admin username', value: machine.properties.osProfile?.adminUsername },
          { name: 'Port', value: windows ? '3389' : '22' },
        ]}
      />
      <InBrowser machine={machine} isRunning={isRunning} />
      {windows ? <RemoteDesktop /> : <NativeSsh machine={machine} publicAddress={publicAddress} />}
      <AccessToken machine={machine} command={windows ? windowsTokenRequest : tokenRequest} />
    </>
  )
}

/** The one place of the terminal. It opens no session before it is told to. */
function InBrowser({ machine, isRunning }: { readonly machine: Machine; readonly isRunning: boolean }) {
  const styles = useStyles()
  return (
    <section className={styles.section}>
      <Subtitle2 as="h2" className={styles.title}>
        Connect in the browser
      </Subtitle2>
      {isRunning ? (
        <Suspense fallback={<Loading />}>
          <MachineTerminal resourceId={machine.id} />
        </Suspense>
      ) : (
        <GatedButton reason="The virtual machine is not running.">Open terminal</GatedButton>
      )}
    </section>
  )
}

interface NativeSshProps {
  readonly machine: Machine
  readonly publicAddress: string | undefined
}

function NativeSsh({ machine, publicAddress }: NativeSshProps) {
  const styles = useStyles()
  return (
    <section className={styles.section}>
      <Subtitle2 as="h2" className={styles.title}>
        Native SSH
      </Subtitle2>
      <Text block>
        Prerequisites: an SSH client on this computer, and the private key of the virtual machine where it was made with
        one. Keep a downloaded key readable for yourself only (chmod 400).
      </Text>
      {sshCommands(machine, publicAddress).map(({ title, explanation, command }) => (
        <div key={title} className={styles.item}>
          <Text weight="semibold" block>
            {title}
          </Text>
          <Text block>{explanation}</Text>
          <CommandLine command={command} label="Copy SSH command" />
        </div>
      ))}
    </section>
  )
}

function RemoteDesktop() {
  const styles = useStyles()
  return (
    <section className={styles.section}>
      <Subtitle2 as="h2" className={styles.title}>
        Native RDP
      </Subtitle2>
      <GatedButton reason="Not part of this cloud: a Windows desktop. The terminal in the browser runs PowerShell where this computer has it.">
        Download RDP file
      </GatedButton>
    </section>
  )
}

function AccessToken({ machine, command }: { readonly machine: Machine; readonly command: string }) {
  const styles = useStyles()
  const identities = machine.identity
  return (
    <section className={styles.section}>
      <Subtitle2 as="h2" className={styles.title}>
        Get an access token
      </Subtitle2>
      <Text block>
        In the virtual machine, ask its metadata service for a token of the managed identity for Azure Resource Manager.
      </Text>
      <CommandLine command={command} label="Copy token request" />
      {hasSystemAssigned(identities) || identities?.userAssignedIdentities !== undefined ? null : (
        <Text block className={styles.gap}>
          This virtual machine has no managed identity yet.{' '}
          <Link to={linkTo.resource(machine.id, 'identity')}>Turn one on</Link> first.
        </Text>
      )}
    </section>
  )
}

function CommandLine({ command, label }: { readonly command: string; readonly label: string }) {
  const styles = useStyles()
  return (
    <div className={styles.command}>
      <code className={styles.text}>{command}</code>
      <CopyButton text={command} label={label} />
    </div>
  )
}
