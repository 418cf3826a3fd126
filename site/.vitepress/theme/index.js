import DefaultTheme from 'vitepress/theme'
import { h } from 'vue'
import Figure from './Figure.vue'
import Home from './Home.vue'
import Mark from './Mark.vue'
import Recording from './Recording.vue'
import './style.css'
import './drawings.css'

export default {
    extends: DefaultTheme,
    Layout: () => h(DefaultTheme.Layout, null, { 'nav-bar-title-before': () => h(Mark) }),
    enhanceApp({ app }) {
        app.component('Figure', Figure).component('Home', Home).component('Recording', Recording)
    }
}
