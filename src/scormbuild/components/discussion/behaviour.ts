export { worksheet as default } from "../../player/worksheet";
