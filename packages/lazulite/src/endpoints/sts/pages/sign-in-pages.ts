/** Pages on which a person says who they are: name and password, or one of the accounts that are signed in already. */
import { type Html, html } from './html.js'
import { errorSummary, hiddenFields, layout } from './layout.js'

/** Where a form goes, and what it carries along unseen. */
export interface FormTarget {
  readonly action: string
  readonly fields: ReadonlyMap<string, string>
}

export interface SignInPage {
  readonly form: FormTarget
  /** What the person signs in to. */
  readonly applicationName: string
  readonly userName?: string
  readonly problem?: string
  /** Address of the list of accounts, when there is one to go back to. */
  readonly offersAccounts: boolean
}

export function signInPage({ form, applicationName, userName = '', problem, offersAccounts }: SignInPage): Html {
  const isNamed = userName !== ''
  const marks = problem === undefined ? html`` : html` aria-invalid="true" aria-describedby="problem"`
  return layout({
    title: problem === undefined ? 'Sign in' : 'Sign in: please check',
    body: html`<h1>Sign in</h1>
<p class="lead">to continue to <strong>${applicationName}</strong></p>
${errorSummary(problem === undefined ? [] : [{ text: problem, field: 'password' }])}
<form method="post" action="${form.action}" class="stack">
${hiddenFields(form.fields)}
<input type="hidden" name="step" value="password">
<div class="field"><label for="username">User name</label>
<input id="username" name="username" type="text" inputmode="email" autocomplete="username" autocapitalize="none" autocorrect="off" spellcheck="false" required maxlength="256" value="${userName}"${marks}${!isNamed && html` autofocus`}></div>
<div class="field"><label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="256"${marks}${isNamed && html` autofocus`}></div>
<button type="submit" class="button">Sign in</button>
</form>
${offersAccounts && accountsButton(form)}
${cancelForm(form)}`,
  })
}

const accountsButton = (form: FormTarget): Html =>
  html`<form method="post" action="${form.action}" class="quiet-form">
${hiddenFields(form.fields)}<button type="submit" name="step" value="accounts" class="quiet">Use an account that is signed in</button></form>`

const cancelForm = (form: FormTarget): Html => html`<form method="post" action="${form.action}" class="quiet-form">
${hiddenFields(form.fields)}<button type="submit" name="step" value="cancel" class="quiet">Cancel</button></form>`

export interface AccountsPage {
  readonly form: FormTarget
  readonly applicationName: string
  readonly accounts: readonly { readonly principalId: string; readonly name: string; readonly userName: string }[]
}

export const accountsPage = ({ form, applicationName, accounts }: AccountsPage): Html =>
  layout({
    title: 'Choose an account',
    body: html`<h1>Choose an account</h1>
<p class="lead">to continue to <strong>${applicationName}</strong></p>
<form method="post" action="${form.action}">
${hiddenFields(form.fields)}
<ul class="accounts">
${accounts.map(
  ({
    principalId,
    name,
    userName,
  }) => html`<li><button type="submit" name="account" value="${principalId}" class="account">
<span class="initial" aria-hidden="true">${(name[0] ?? '·').toUpperCase()}</span>
<span class="account-text"><span class="account-name">${name}</span><span class="account-user">${userName}</span></span></button></li>`,
)}
<li><button type="submit" name="account" value="other" class="account">
<span class="initial initial-other" aria-hidden="true">+</span><span class="account-text"><span class="account-name">Another account</span></span></button></li>
</ul>
<input type="hidden" name="step" value="account">
</form>
${cancelForm(form)}`,
  })

export interface QuestionPage {
  readonly form: FormTarget
  readonly title: string
  readonly applicationName: string
  readonly userName: string
  readonly principalId: string
  /** What the person is asked. */
  readonly question: Html
  readonly accept: string
}

/** Yes or no: consent, and whether a device may sign in. */
export const questionPage = ({ form, title, userName, principalId, question, accept }: QuestionPage): Html =>
  layout({
    title,
    body: html`<p class="who">${userName}</p>
<h1>${title}</h1>
${question}
<form method="post" action="${form.action}" class="buttons">
${hiddenFields(form.fields)}
<input type="hidden" name="account" value="${principalId}">
<button type="submit" name="step" value="accept" class="button">${accept}</button>
<button type="submit" name="step" value="cancel" class="button button-second">Cancel</button>
</form>`,
  })
