/** The tab "JSON" of a custom role: the body of the request, to read, to copy and to write. */
import { Button, Field, makeStyles, Textarea, tokens } from '@fluentui/react-components'
import { EditRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { JsonView } from '../controls/json-view.js'
import { bodyOf, parseRoleText } from './custom-role.js'
import type { RoleStepProps } from './custom-role-basics.js'

const useStyles = makeStyles({
  buttons: { display: 'flex', gap: '8px', marginBlockEnd: '8px' },
  text: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    direction: 'ltr',
    minBlockSize: '360px',
  },
})

export function JsonStep({ draft, onChange }: RoleStepProps) {
  const styles = useStyles()
  const [text, setText] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const stop = () => {
    setText(undefined)
    setProblem(undefined)
  }
  if (text === undefined) {
    return (
      <>
        <div className={styles.buttons}>
          <Button icon={<EditRegular />} onClick={() => setText(JSON.stringify(bodyOf(draft), null, 2))}>
            Edit
          </Button>
        </div>
        <JsonView label="Role JSON" value={bodyOf(draft)} />
      </>
    )
  }
  const save = () => {
    const parsed = parseRoleText(text, draft)
    if ('problem' in parsed) {
      setProblem(parsed.problem)
      return
    }
    onChange(parsed.draft)
    stop()
  }
  return (
    <>
      <div className={styles.buttons}>
        <Button appearance="primary" onClick={save}>
          Save
        </Button>
        <Button onClick={stop}>Discard changes</Button>
      </div>
      <Field label="Role as JSON" {...(problem === undefined ? {} : { validationMessage: problem })}>
        <Textarea
          textarea={{ className: styles.text, spellCheck: false }}
          resize="vertical"
          value={text}
          onChange={(_, { value }) => setText(value)}
        />
      </Field>
    </>
  )
}
