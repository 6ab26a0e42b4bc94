/** Pages that end something (signed in, signed out, refused), ask for a device's code, or pass an answer on. */
import { assetAddress } from './assets.js'
import { type Html, html } from './html.js'
import { errorSummary, hiddenFields, layout } from './layout.js'

/** What became of it, in a sentence or two. */
export const messagePage = ({ title, text }: { readonly title: string; readonly text: string }): Html =>
  layout({ title, body: html`<h1>${title}</h1><p class="lead">${text}</p>` })

export interface RefusalPage {
  /** With its AADSTS code. */
  readonly message: string
  readonly traceId: string
  readonly correlationId: string
  /** As the error body prints it. */
  readonly timestamp: string
  /** Our fault, not the application's. */
  readonly isOurs: boolean
}

export const refusalPage = ({ message, traceId, correlationId, timestamp, isOurs }: RefusalPage): Html =>
  layout({
    title: 'Sign-in is not possible',
    body: html`<h1>Sign-in is not possible</h1>
<p class="lead">${isOurs ? 'Something went wrong here. The log of the cloud says more.' : 'The application asked for something that cannot be done. This is for whoever made it:'}</p>
<div class="notice notice-error" role="alert"><p class="breaks">${message}</p></div>
<dl class="facts"><dt>Trace id</dt><dd>${traceId}</dd><dt>Correlation id</dt><dd>${correlationId}</dd><dt>Time</dt><dd>${timestamp}</dd></dl>`,
  })

export interface DeviceCodePage {
  readonly action: string
  readonly fields: ReadonlyMap<string, string>
  readonly code: string
  readonly problem?: string
}

export function deviceCodePage({ action, fields, code, problem }: DeviceCodePage): Html {
  const marks = problem === undefined ? html`` : html` aria-invalid="true" aria-describedby="problem"`
  return layout({
    title: problem === undefined ? 'Enter code' : 'Enter code: please check',
    body: html`<h1>Enter code</h1>
<p class="lead">Type the code that your device or program shows. Go on only if it was you who started it there.</p>
${errorSummary(problem === undefined ? [] : [{ text: problem, field: 'code' }])}
<form method="post" action="${action}" class="stack">
${hiddenFields(fields)}
<div class="field"><label for="code">Code</label>
<input id="code" name="code" type="text" class="code" autocomplete="off" autocapitalize="characters" autocorrect="off" spellcheck="false" required maxlength="20" value="${code}"${marks} autofocus></div>
<button type="submit" class="button">Next</button>
</form>`,
  })
}

/** A form that goes to the application; a script of ours sends it off, a button does so without scripts. */
export const formPostPage = ({
  action,
  fields,
}: {
  readonly action: string
  readonly fields: ReadonlyMap<string, string>
}): Html =>
  layout({
    title: 'Working',
    script: assetAddress('send-form.js'),
    body: html`<h1>Almost there</h1>
<p class="lead">The application gets your answer now.</p>
<form method="post" action="${action}" id="answer">${hiddenFields(fields)}<button type="submit" class="button">Continue</button></form>`,
  })
