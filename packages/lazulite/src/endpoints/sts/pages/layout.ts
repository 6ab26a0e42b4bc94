/**
 * The frame of every page of the token service. No script is needed, no style is inline; the page works from 320 px on,
 * in light and dark, and by keyboard alone.
 */
import { assetAddress } from './assets.js'
import { type Html, html, type Piece } from './html.js'

export interface Page {
  readonly title: string
  readonly body: Html
  /** Address of a script of ours that the page can do without. */
  readonly script?: string
}

/** A cut stone: lazulite is a blue mineral. */
const stone = html`<svg class="stone" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
<path class="facet-a" d="M24 3 43 16 24 22Z"/><path class="facet-b" d="M24 3 5 16 24 22Z"/>
<path class="facet-c" d="M43 16 24 45 24 22Z"/><path class="facet-d" d="M5 16 24 45 24 22Z"/></svg>`

export const layout = ({ title, body, script }: Page): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · Lazulite</title>
<link rel="stylesheet" href="${assetAddress('sign-in.css')}">
<link rel="icon" type="image/svg+xml" href="${assetAddress('stone.svg')}">
${script !== undefined && html`<script src="${script}" defer></script>`}
</head>
<body>
<div class="page">
<main class="card">
<div class="brand">${stone}<span class="brand-name">Lazulite</span></div>
${body}
</main>
<footer class="foot">A cloud on this machine, for development. Passwords of real accounts do not belong here.</footer>
</div>
</body>
</html>
`

/** @param errors  what is wrong, with the field that it is about */
export const errorSummary = (errors: readonly { readonly text: string; readonly field?: string }[]): Piece =>
  errors.length > 0 &&
  html`<div class="notice notice-error" role="alert" id="problem">${errors.map(({ text, field }) =>
    field === undefined ? html`<p>${text}</p>` : html`<p><a href="#${field}">${text}</a></p>`,
  )}</div>`

/** Hidden fields, in order. */
export const hiddenFields = (fields: ReadonlyMap<string, string>): Html[] =>
  [...fields].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
