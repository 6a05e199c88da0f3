// Builds the style sheet and puts the fonts beside it: `npm run build`.
// Nothing here is needed at run time; the site serves what this writes into static/ui/.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compile } from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..', '..', '..')
const modules = join(root, 'node_modules')
const out = join(here, '..', 'static', 'ui')
const fonts = join(out, 'fonts')
mkdirSync(fonts, { recursive: true })

const { css } = compile(join(here, 'alteram.scss'), { style: 'compressed', loadPaths: [modules], quietDeps: true, charset: false })

// What must never be served from here: fonts, crest and addresses that belong to GOV.UK alone.
for (const foreign of ['GDS Transport', 'crest', '/assets/']) {
  if (css.includes(foreign)) throw new Error(`The style sheet mentions "${foreign}".`)
}
writeFileSync(join(out, 'alteram.css'), css)

const web = join(modules, '@fontsource-variable', 'atkinson-hyperlegible-next')
for (const [, name] of readFileSync(join(here, '_fonts.scss'), 'utf8').matchAll(/'([\w-]+\.woff2)'/g)) {
  copyFileSync(join(web, 'files', name), join(fonts, name))
}
copyFileSync(join(web, 'LICENSE'), join(fonts, 'LICENSE'))

// Letters are set in the same face; the typesetter reads TrueType only.
const print = join(modules, '@expo-google-fonts', 'atkinson-hyperlegible-next')
for (const style of ['400Regular', '400Regular_Italic', '600SemiBold', '700Bold', '700Bold_Italic']) {
  const name = `AtkinsonHyperlegibleNext_${style}.ttf`
  copyFileSync(join(print, style, name), join(fonts, name))
}
console.log(`alteram.css: ${Math.round(css.length / 1024)} kB`)
