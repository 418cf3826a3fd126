import path from 'node:path'
import { defineConfig } from 'vitepress'
import { charts } from './charts.js'
import { filledFences } from './fences.js'
import { repositoryLinks } from './links.js'
import { navigation, sidebar } from './navigation.js'
import { apis, repository, rewrite, site, srcExclude } from './sources.js'

/** Pages lie beside the directory that has the packages: what they import is looked for as if they lay in it. */
const packagesOfTheSite = {
    name: 'packages-of-the-site',
    enforce: 'pre',
    resolveId(id, importer) {
        const isPage = importer?.split('?')[0].endsWith('.md')
        return isPage && /^vue\b/.test(id) ? this.resolve(id, path.join(site, 'package.json'), { skipSelf: true }) : null
    }
}

export default defineConfig({
    title: 'kvlb',
    description: 'A replicated in-memory key-value store for the JVM: linearizable reads from every worker.',
    lang: 'en',
    // Where the site is served from, if not from the root of a host: KVLB_SITE_BASE=/kvlb/
    base: process.env.KVLB_SITE_BASE ?? '/',
    srcDir: repository,
    srcExclude,
    rewrites: rewrite,
    outDir: path.join(site, '.vitepress/dist'),
    // The API comes behind the build, from javadoc; whether it is there the tests look at.
    ignoreDeadLinks: [/^\/api\//, /^\/files\//],
    head: [
        ['link', { rel: 'icon', type: 'image/svg+xml', href: `${process.env.KVLB_SITE_BASE ?? '/'}logo.svg` }],
        ['meta', { name: 'theme-color', content: '#0f6674' }]
    ],
    markdown: {
        // As where the repository is read, so that one link serves both.
        anchor: { slugify: (heading) => heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-') },
        theme: { light: 'github-light', dark: 'github-dark-dimmed' },
        config: (md) => md.use(repositoryLinks).use(filledFences).use(charts)
    },
    themeConfig: {
        nav: navigation,
        sidebar,
        outline: { level: [2, 3], label: 'On this page' },
        search: { provider: 'local', options: { detailedView: false } },
        docFooter: { prev: 'Before', next: 'Next' },
        externalLinkIcon: true
    },
    vite: {
        publicDir: path.join(site, 'public'),
        define: { __APIS__: JSON.stringify([...apis().keys()]) },
        plugins: [packagesOfTheSite],
        server: { fs: { allow: [repository] } }
    }
})
