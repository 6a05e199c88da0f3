// Says when the line is down, so that nothing typed is taken for sent. It keeps nothing, stores nothing and sends nothing
// itself: what was typed stays in the form on the screen, and the person sends it again (docs/adr/0057).
(() => {
  const form = (event) => event.target.closest?.('form[data-keeps]')
  const show = (element, on) => { if (element) element.hidden = !on }
  const unsent = (one, on) => show(one.querySelector('.al-unsent'), on)
  const page = (id, on) => show(document.getElementById(id), on)
  const lost = (event) => { form(event) ? unsent(form(event), true) : page('no-line', true) }

  document.addEventListener('htmx:sendError', lost)
  document.addEventListener('htmx:timeout', lost)
  document.addEventListener('htmx:responseError', (event) => {
    event.detail.xhr.status === 401 ? page('no-session', true) : lost(event)
  })
  document.addEventListener('htmx:beforeRequest', (event) => { if (form(event)) unsent(form(event), false) })
  document.addEventListener('htmx:afterRequest', (event) => {
    if (event.detail.successful) { page('no-line', false); page('no-session', false) }
  })
  // A plain form leaves the page when it is sent, and with it everything typed: not while there is no line.
  document.addEventListener('submit', (event) => {
    const one = event.target
    if (!one.matches('form[data-asks-line]')) return
    unsent(one, !navigator.onLine)
    if (!navigator.onLine) event.preventDefault()
  })

  // Leaving with words that were not sent: the browser asks first.
  addEventListener('beforeunload', (event) => {
    const typed = [...document.querySelectorAll('form[data-keeps] textarea')].some((one) => one.value !== one.defaultValue)
    if (typed) event.preventDefault()
  })
})()
