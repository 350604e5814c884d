export { standaloneQuestion as default } from "../../player/question";
