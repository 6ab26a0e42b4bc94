/** "Administrator account": a key pair or a password. Windows machines have passwords only. */
import { Field, Input, Radio, RadioGroup, Select, Textarea } from '@fluentui/react-components'
import { fieldProblem, Section, type StepProps } from './form-parts.js'
import { isWindowsForm, keyNameOf, usesKey } from './machine-form.js'

export function AccountSection(step: StepProps) {
  const { form, set, problem } = step
  return (
    <Section title="Administrator account">
      {isWindowsForm(form) ? null : (
        <Field label="Authentication type">
          <RadioGroup
            layout="horizontal"
            value={form.authentication}
            onChange={(_, { value }) => set({ authentication: value === 'key' ? 'key' : 'password' })}
          >
            <Radio value="key" label="SSH public key" />
            <Radio value="password" label="Password" />
          </RadioGroup>
        </Field>
      )}
      <Field label="Username" required {...fieldProblem(problem('username'))}>
        <Input value={form.username} onChange={(_, { value }) => set({ username: value })} autoComplete="off" />
      </Field>
      {usesKey(form) ? <KeyFields {...step} /> : <PasswordFields {...step} />}
    </Section>
  )
}

const KeyFields = ({ form, set, problem }: StepProps) => (
  <>
    <Field label="SSH public key source">
      <Select
        value={form.keySource}
        onChange={(_, { value }) => set({ keySource: value === 'existing' ? 'existing' : 'generate' })}
      >
        <option value="generate">Generate new key pair</option>
        <option value="existing">Use existing public key</option>
      </Select>
    </Field>
    {form.keySource === 'generate' ? (
      <>
        <Field label="SSH Key Type">
          <RadioGroup
            layout="horizontal"
            value={form.keyKind}
            onChange={(_, { value }) => set({ keyKind: value === 'ed25519' ? 'ed25519' : 'rsa' })}
          >
            <Radio value="rsa" label="RSA SSH Format" />
            <Radio value="ed25519" label="Ed25519 SSH Format" />
          </RadioGroup>
        </Field>
        <Field label="Key pair name" required {...fieldProblem(problem('keyName'))}>
          <Input value={keyNameOf(form)} onChange={(_, { value }) => set({ keyName: value })} autoComplete="off" />
        </Field>
      </>
    ) : (
      <Field
        label="SSH public key"
        required
        hint="One line in OpenSSH format, as in ~/.ssh/id_ed25519.pub"
        {...fieldProblem(problem('publicKey'))}
      >
        <Textarea value={form.publicKey} rows={4} onChange={(_, { value }) => set({ publicKey: value })} />
      </Field>
    )}
  </>
)

const PasswordFields = ({ form, set, problem }: StepProps) => (
  <>
    <Field label="Password" required {...fieldProblem(problem('password'))}>
      <Input
        type="password"
        autoComplete="new-password"
        value={form.password}
        onChange={(_, { value }) => set({ password: value })}
      />
    </Field>
    <Field label="Confirm password" required {...fieldProblem(problem('confirmation'))}>
      <Input
        type="password"
        autoComplete="new-password"
        value={form.confirmation}
        onChange={(_, { value }) => set({ confirmation: value })}
      />
    </Field>
  </>
)
